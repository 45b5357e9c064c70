"""What reps write down, in both languages, and what is sold to whom."""

from __future__ import annotations

from sheets import rows_of

PRODUCTS = rows_of("""
industry | zh           | en                    | price | least | most
news     | 采编笔记本   | newsroom notebooks    | 7800  | 18    | 55
news     | 组版工作站   | page make-up stations | 11800 | 8     | 24
book     | 排版工作站   | layout workstations   | 11200 | 8     | 26
book     | 编辑笔记本   | editors' notebooks    | 7600  | 15    | 40
print    | 印前工作站   | prepress workstations | 16500 | 5     | 14
print    | 印版存储柜   | plate archive units   | 38000 | 2     | 6
edu      | 机房电脑     | classroom computers   | 4600  | 30    | 80
edu      | 检索终端     | catalogue terminals   | 5200  | 15    | 45
media    | 剪辑工作站   | editing workstations  | 19800 | 5     | 16
media    | 外采笔记本   | field notebooks       | 8900  | 12    | 36
""")

ACCESSORIES = rows_of("""
zh         | en                  | price | least | most
校色显示器 | calibrated screens  | 7400  | 4     | 18
扩展坞     | docking stations    | 1150  | 15    | 60
移动硬盘   | portable drives     | 620   | 40    | 150
内存升级   | memory upgrades     | 980   | 30    | 90
上门服务包 | service-on-site packs | 1600 | 20    | 60
""")

PHRASES = {
    "first_meeting": (
        "头一回见面，他问得比我多 / First meeting: more questions from them than from me",
        "看了样机，问得很细 / Looked at a sample, asked hard questions",
        "交换名片，约好下月演示 / Cards exchanged, a demonstration agreed for next month",
        "听他们讲现在的机器哪里不行 / Listened to what is wrong with the present machines",
    ),
    "meeting_courting": (
        "演示了一上午，大家都来试 / Demonstrated all morning, everyone came to try",
        "核对清单，价格还要再谈 / Went through the list; the price is still open",
        "年度预算会前碰了个头 / Met before the yearly budget talks",
    ),
    "meeting": (
        "谈换代计划，先换一半 / Talked about renewal: half of it first",
        "带服务工程师一起去听意见 / Took the service engineer along to listen",
        "新来的同事培训了半天 / Half a day of training for the newcomers",
    ),
    "call_courting": (
        "回电说明保修条款 / Rang back about the warranty",
        "预算下半年才有 / No budget before the second half of the year",
        "问报价还算不算数，当天答复 / They asked whether the price still holds; answered the same day",
    ),
    "call": (
        "电话问近况，一切正常 / Rang to ask how it goes: all well",
        "问能不能以旧换新，当天答复 / They asked about a trade-in and had an answer the same day",
        "远程帮忙装了打印机 / Helped with a printer over the telephone",
    ),
    "visit_courting": (
        "登门坐了半小时，多听少说 / Half an hour, mostly listening",
        "顺路拜访，送了本地图册 / Dropped in, left an atlas",
        "借出一台样机试一周 / Lent a sample for a week",
    ),
    "visit": (
        "例行回访，擦了两台机器的灰 / A routine visit; dusted two machines",
        "去看使用情况，记下两条意见 / Saw how it is used, noted two remarks",
        "中午一起吃食堂，听他们抱怨 / Lunch in their canteen, listening to complaints",
        "换了块坏键盘，没收钱 / Changed a broken keyboard, no charge",
    ),
    "email_courting": (
        "发去配置和报价 / Sent configuration and prices",
        "把会上答应的资料发了 / Sent what was promised at the meeting",
    ),
    "thanks": (
        "装完请大家喝茶，问哪里要改进 / Tea for all after the installation, and what to improve",
        "写信感谢支持的同事 / Letters to the colleagues who stood by us",
        "登门道谢，见到了从没见过的领导 / Called to say thanks and met the boss at last",
    ),
    "install_start": ("开始安装 / Installation begins", "工程师进场 / The engineers arrive"),
    "install_done": ("安装完成 / Installation done", "全部装完，试运行 / All in place, trial run"),
    "early": (
        "提前{zh}天交付 / Handed over {en} early",
        "早{zh}天，客户意外 / Earlier by {en}, to their surprise",
    ),
    "on_time": ("按约交付 / Delivered as promised", "准时验收 / Accepted on the day"),
    "late": (
        "晚{zh}天，事先打了招呼 / Late by {en}, and said so beforehand",
        "缺一个配件，晚{zh}天 / A part missing: {en} late",
    ),
    "satisfaction_high": (
        "守时 / Punctual",
        "说到做到 / Does what was said",
        "说实话，不夸口 / Honest, no boasting",
        "认真，图纸都自己画 / Serious: drew the plans himself",
        "尊重人，对值班的小伙子也一样 / Respectful, to the night shift too",
    ),
    "satisfaction_fair": (
        "还行，电话要打两遍 / All right, though it takes two calls",
        "东西好，话多了点 / Good machines, a little too much talk",
        "过得去，希望多来看看 / Fair; would like to see us more often",
    ),
    "survey_high": ("愿意推荐 / Would recommend us", "已经跟同行说过 / Has told others already"),
    "survey_fair": ("看情况 / Depends", "中规中矩 / Neither good nor bad"),
    "competitor_seen": (
        "蓝礁电脑也在报价 / Bluereef is quoting too",
        "机房里多了两台蓝礁的样机 / Two Bluereef samples in the machine room",
    ),
    "deal_lost": (
        "输在价格，差百分之三 / Lost on price, by three per cent",
        "给了老供应商 / Went to the old supplier",
        "评标会上没有一个人替我们说话 / Nobody spoke for us at the meeting",
    ),
    "stance": ("明说不会换我们 / Says plainly it will not be us",),
    "incident_opened": (
        "网络改造后频繁掉线 / Connections drop since the network was rebuilt",
        "两台机器反复死机 / Two machines freeze again and again",
        "扫描件存不进去 / Scans cannot be saved",
    ),
    "incident_closed_well": ("查到原因，当场修好 / Cause found and mended on the spot",),
    "incident_closed_badly": ("修好了，拖了太久 / Mended, but it took too long",),
}
