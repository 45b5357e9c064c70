"""Names in both scripts, made up from syllables; whoever bears one of them is not meant."""

from __future__ import annotations

from dataclasses import dataclass


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    words = text.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


SURNAMES = _pairs("""
王 Wang 李 Li 张 Zhang 刘 Liu 陈 Chen 杨 Yang 黄 Huang 赵 Zhao 吴 Wu 周 Zhou 徐 Xu 孙 Sun 马 Ma 朱 Zhu 胡 Hu 郭 Guo
何 He 林 Lin 高 Gao 罗 Luo 郑 Zheng 梁 Liang 谢 Xie 宋 Song 唐 Tang 韩 Han 冯 Feng 邓 Deng 曹 Cao 彭 Peng 曾 Zeng
田 Tian 董 Dong 袁 Yuan 潘 Pan 蒋 Jiang 蔡 Cai 杜 Du 叶 Ye 程 Cheng 苏 Su 魏 Wei 丁 Ding 沈 Shen 姚 Yao 卢 Lu 崔 Cui
""")

FIRST_SYLLABLES = _pairs("""
云 Yun 文 Wen 书 Shu 若 Ruo 清 Qing 思 Si 雨 Yu 景 Jing 晓 Xiao 志 Zhi 建 Jian 国 Guo 丽 Li 海 Hai 春 Chun 永 Yong
嘉 Jia 明 Ming 静 Jing 雪 Xue 天 Tian 佩 Pei 家 Jia 慧 Hui 宁 Ning 墨 Mo 绍 Shao 怀 Huai 月 Yue 立 Li 德 De 玉 Yu
""")

SECOND_SYLLABLES = _pairs("""
舟 zhou 澜 lan 言 yan 溪 xi 和 he 齐 qi 桐 tong 行 xing 峰 feng 远 yuan 华 hua 栋 dong 萍 ping 燕 yan 生 sheng 康 kang
禾 he 姝 shu 梅 mei 佑 you 兰 lan 骏 jun 敏 min 霄 xiao 安 an 瑾 jin 群 qun 珍 zhen 波 bo 怡 yi 川 chuan 轩 xuan
""")

PLACE_FIRST = _pairs("""
云 Yun 松 Song 白 Bai 青 Qing 金 Jin 长 Chang 南 Nan 北 Bei 东 Dong 西 Xi 月 Yue 竹 Zhu 石 Shi 柳 Liu 龙 Long 鹤 He
""")

PLACE_SECOND = _pairs("""
溪 xi 浦 pu 岭 ling 湾 wan 桥 qiao 塘 tang 洲 zhou 渡 du 坪 ping 台 tai 港 gang 泉 quan 坡 po 津 jin 屿 yu 沙 sha
""")


@dataclass(frozen=True, slots=True)
class Trade:
    """An industry and what its accounts are called."""

    name: str
    share: float
    """Share of the accounts."""
    nouns: tuple[tuple[str, str], ...]
    price: float
    """Money for one piece of what is sold there."""


TRADES = (
    Trade("报业 Newspapers", 0.28, (("晨报", "Morning Post"), ("晚讯", "Evening News")), 8_600.0),
    Trade("出版 Publishing", 0.25, (("出版社", "Press"), ("书坊", "Books")), 9_400.0),
    Trade("印刷 Printing", 0.18, (("印务", "Printing"), ("彩印", "Colour Printing")), 21_000.0),
    Trade("教育 Education", 0.15, (("学院", "College"), ("文献馆", "Library")), 4_900.0),
    Trade("广电广告 Broadcasting and advertising", 0.14, (("广播", "Radio"), ("影视", "Film")), 13_500.0),
)
"""Shares add up to 1."""

GROUP = ("集团", "Group")


@dataclass(frozen=True, slots=True)
class Title:
    """A position at an account."""

    name: str
    seniority: str
    buying_role: str


TITLES = (
    Title("信息部主任 IT director", "M", "evaluator"),
    Title("总经理 General manager", "C", "decider"),
    Title("业务主任 Head of operations", "M", "influencer"),
    Title("工程师 Engineer", "S", "user"),
    Title("财务主任 Head of finance", "M", "approver"),
    Title("编辑 Editor", "S", "user"),
    Title("副总经理 Deputy general manager", "C", "decider"),
    Title("采购主管 Purchasing supervisor", "S", "gatekeeper"),
    Title("行政主任 Head of administration", "M", "influencer"),
    Title("技术员 Technician", "S", "evaluator"),
)
"""In the order in which a rep gets to know them; an account with more people begins again."""


@dataclass(frozen=True, slots=True)
class CircleKind:
    """A kind of circle, how often it meets and whom it gathers."""

    kind: str
    share: float
    noun: tuple[str, str]
    meetings_per_year: int | None
    """None is left empty in the file."""
    is_of_trade: bool
    """Whether members share a trade; otherwise they live near one another."""


CIRCLE_KINDS = (
    CircleKind("industry", 0.16, ("圆桌", "round table"), 8, is_of_trade=True),
    CircleKind("association", 0.2, ("协会", "association"), 4, is_of_trade=True),
    CircleKind("user_group", 0.12, ("用户组", "users' group"), 4, is_of_trade=True),
    CircleKind("social", 0.24, ("球友会", "badminton club"), 24, is_of_trade=False),
    CircleKind("chat", 0.12, ("微信群", "chat group"), None, is_of_trade=False),
    CircleKind("alumni", 0.08, ("校友会", "alumni"), 2, is_of_trade=False),
    CircleKind("family", 0.04, ("亲戚", "family"), None, is_of_trade=False),
    CircleKind("village", 0.04, ("同乡会", "villagers"), 2, is_of_trade=False),
)
"""Shares add up to 1."""

TIE_KINDS = (
    ("前同事 former colleague", 0.3),
    ("同学 classmate", 0.2),
    ("朋友 friend", 0.2),
    ("业务往来 business contact", 0.18),
    ("邻居 neighbour", 0.06),
    ("亲戚 relative", 0.06),
)
"""Kinds of acquaintance with their shares, which add up to 1."""

PHRASES = {
    "first_meeting": ("初次见面 / First meeting", "交换名片 / Cards exchanged"),
    "meeting": ("谈了需求 / Talked about what is needed", "看了演示 / Saw a demonstration"),
    "call": ("电话问候 / Called to ask how it goes",),
    "email": ("发了资料 / Sent the brochure",),
    "visit": ("登门回访 / Looked in on them", "现场看了设备 / Saw the machines at work"),
    "thanks": ("写信致谢 / Wrote a letter of thanks", "一起庆功 / Celebrated together"),
    "satisfaction": ("说了用后感受 / Told us how it works for them",),
    "survey": ("答了问卷 / Answered the survey",),
    "deal_won": ("下了订单 / Ordered",),
    "repeat": ("再次下单 / Ordered again",),
    "deal_lost": ("选了别家 / Chose somebody else",),
    "install_start": ("开始装机 / Installation begins",),
    "install_done": ("装机完成 / Installation done",),
    "delivery": ("到货验收 / Delivered and accepted",),
    "incident_opened": ("设备故障 / A machine has failed", "服务投诉 / A complaint about service"),
    "incident_closed": ("问题解决 / The trouble is over",),
    "complaint_escalated": ("领导来电投诉 / The head complained to us",),
    "referral_asked": ("请托引荐 / Asked for an introduction",),
    "referral_made": ("已经引荐 / Has introduced us",),
    "referral_declined": ("婉拒引荐 / Would rather not",),
    "reference_call": ("愿作推荐 / Took a reference call",),
    "competitor_seen": ("对手来访 / A competitor was there",),
    "left_company": ("离职 / Has left",),
    "joined_company": ("入职 / Has started",),
    "stance": ("态度明朗 / Now we know where they stand",),
}
"""What the log says, by kind of event; `first_meeting` and `repeat` are meetings and orders."""
