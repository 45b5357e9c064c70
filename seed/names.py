"""Chinese personal names with their Latin spelling, each given once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

_SURNAMES = """
王 Wang 李 Li 张 Zhang 刘 Liu 陈 Chen 杨 Yang 黄 Huang 赵 Zhao 吴 Wu 周 Zhou 徐 Xu 孙 Sun 马 Ma 朱 Zhu 胡 Hu 郭 Guo
何 He 林 Lin 高 Gao 罗 Luo 郑 Zheng 梁 Liang 谢 Xie 宋 Song 唐 Tang 许 Xu 韩 Han 冯 Feng 邓 Deng 曹 Cao 彭 Peng 曾 Zeng
萧 Xiao 田 Tian 董 Dong 袁 Yuan 潘 Pan 于 Yu 蒋 Jiang 蔡 Cai 余 Yu 杜 Du 叶 Ye 程 Cheng 苏 Su 魏 Wei 丁 Ding 任 Ren
沈 Shen 姚 Yao 卢 Lu 姜 Jiang 崔 Cui 钟 Zhong 谭 Tan 陆 Lu 汪 Wang 范 Fan 金 Jin 石 Shi 廖 Liao 贾 Jia 夏 Xia 韦 Wei
付 Fu 方 Fang 白 Bai 邹 Zou 孟 Meng 熊 Xiong 秦 Qin 邱 Qiu 江 Jiang 尹 Yin 薛 Xue 段 Duan 雷 Lei 侯 Hou 龙 Long 陶 Tao
"""

_GIVEN = """
一苇 Yiwei 子衿 Zijin 云舟 Yunzhou 文澜 Wenlan 书言 Shuyan 若溪 Ruoxi 清和 Qinghe 思齐 Siqi 雨桐 Yutong 景行 Jingxing
晓峰 Xiaofeng 志远 Zhiyuan 建华 Jianhua 国栋 Guodong 丽萍 Liping 秀英 Xiuying 海燕 Haiyan 春生 Chunsheng 永康 Yongkang
嘉禾 Jiahe 明远 Mingyuan 静姝 Jingshu 雪梅 Xuemei 天佑 Tianyou 佩兰 Peilan 家骏 Jiajun 慧敏 Huimin 凌霄 Lingxiao
宁远 Ningyuan 墨言 Moyan 绍安 Shaoan 怀瑾 Huaijin 月华 Yuehua 立群 Liqun 德明 Deming 玉珍 Yuzhen 少波 Shaobo 心怡 Xinyi
可欣 Kexin 俊逸 Junyi 梦琪 Mengqi 浩川 Haochuan 诗涵 Shihan 宇轩 Yuxuan 欣妍 Xinyan 博文 Bowen 雅琴 Yaqin 振东 Zhendong
桂芳 Guifang 卫国 Weiguo 红霞 Hongxia 小满 Xiaoman 立冬 Lidong 知秋 Zhiqiu 语嫣 Yuyan 致和 Zhihe 长庚 Changgeng 乐山 Leshan
采薇 Caiwei 南星 Nanxing 半夏 Banxia 听澜 Tinglan 斯年 Sinian 婉清 Wanqing
启明 Qiming 伯安 Boan 季青 Jiqing 晨曦 Chenxi 暮云 Muyun 远山 Yuanshan 松年 Songnian
鹤鸣 Heming 锦书 Jinshu 玉成 Yucheng 守拙 Shouzhuo 若愚 Ruoyu 惠民 Huimin 安平 Anping 正阳 Zhengyang 冰洁 Bingjie
磊 Lei 静 Jing 敏 Min 芳 Fang 凯 Kai 航 Hang 琳 Lin 锐 Rui 颖 Ying 诚 Cheng
"""


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return list(zip(words[::2], words[1::2], strict=True))


def names(rng: Random, taken: Iterable[str]) -> Iterator[str]:
    """Yield names like '李明朗 Li Minglang', none of them twice, none spelt like a taken one."""
    spelt = {_latin(name) for name in taken}
    surnames, given = _pairs(_SURNAMES), _pairs(_GIVEN)
    while True:
        (family, latin_family), (own, latin_own) = rng.choice(surnames), rng.choice(given)
        name = f"{family}{own} {latin_family} {latin_own}"
        if _latin(name) not in spelt:
            spelt.add(_latin(name))
            yield name


def _latin(name: str) -> str:
    return name.split(" ", 1)[1]


def person_id(name: str) -> str:
    """Latin spelling as an id: '李明朗 Li Minglang' is li-minglang."""
    return _latin(name).lower().replace(" ", "-")


def mailbox(name: str) -> str:
    """Latin spelling before the @: '李明朗 Li Minglang' is li.minglang."""
    return _latin(name).lower().replace(" ", ".")
