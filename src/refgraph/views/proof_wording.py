"""What a backtest found, as sentences in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.terms import Terms, term

if TYPE_CHECKING:
    from refgraph.evidence.backtest import Backtest
    from refgraph.evidence.missing import Missing
    from refgraph.evidence.verdict import Verdict
    from refgraph.views.terms import Language

VERDICTS: Terms = {
    "evidence": ("Evidence", "有依据"),
    "no_evidence": ("No evidence", "没有依据"),
    "too_little_history": ("Too little history", "历史数据太少"),
}
SCORES: Terms = {
    "refgraph": ("refgraph: net word of mouth heard", "refgraph：听到的净口碑"),
    "degree": ("number of acquaintances", "熟人数"),
    "recency": ("last event", "最近一次事件"),
    "circle_rate": ("share of customers in the circle", "圈内客户占比"),
    "adopted_neighbours": ("acquaintances at customers", "客户中的熟人数"),
    "pagerank": ("PageRank", "PageRank"),
    "random": ("random order", "随机排序"),
    "placebo": ("refgraph on redrawn contacts", "refgraph（关系重新抽取）"),
}
OPENER_SCORES: Terms = {
    **SCORES,
    "refgraph": ("refgraph: score of the opener", "refgraph：引荐人得分"),
}
"""Names of the scores that possible openers of a target are ranked by."""
FACTORS: Terms = {
    "circle_rate": ("share of customers in the circle", "圈内客户占比"),
    "degree": ("number of acquaintances", "熟人数"),
    "word_of_mouth": ("word of mouth heard", "听到的口碑"),
    "same_industry": ("same industry as those heard from", "与口碑来源同行业"),
    "same_region": ("same region as those heard from", "与口碑来源同地区"),
    "size_closeness": ("similar size to those heard from", "与口碑来源规模相近"),
}
STAGES: Terms = {
    "replay": ("replaying the history", "回放历史"),
    "measure": ("measuring how well each score ranked", "衡量各种排序"),
    "rewire": ("redrawing who knows whom", "重新抽取熟人关系"),
    "deal": ("dealing out orders by chance", "随机分配首单"),
    "shuffle": ("judging orders dealt out by chance", "检验随机分配的首单"),
    "pairs": ("ranking the openers of past referrals", "检验以往引荐"),
    "fit": ("learning from the outcomes", "从结果中学习"),
}
_WHY: Terms = {
    "beats_rewired": (
        "Inside circles the ranking ({area}) does better than with contacts drawn anew ({placebo} on average):"
        " {as_good} of {networks} such drawings do as well, over {positives} first orders.",
        "在圈子内部，排序（{area}）优于把熟人关系重新抽取后的排序（平均 {placebo}）："
        "在 {positives} 个首单上，{networks} 次抽取中有 {as_good} 次做到同样好。",
    ),
    "like_rewired": (
        "Inside circles the ranking ({area}) is not clearly better than with contacts drawn anew ({placebo} on average,"
        " p = {p}): this history does not show that who knows whom tells who orders next. {positives} first orders would show a"
        " gain of {detectable} or more in 9 of 10 cases{more}.",
        "在圈子内部，排序（{area}）并不明显优于把熟人关系重新抽取后的排序（平均 {placebo}，p = {p}）："
        "这段历史没有显示“谁认识谁”能预示谁会下单。{positives} 个首单在十次中有九次能看出 {detectable} 以上的差别{more}。",
    ),
    "like_dealt": (
        "Inside circles the ranking ({area}) does better than with contacts drawn anew ({placebo} on average), but so it"
        " would on this network with orders dealt out by chance (p = {dealt}): the difference is no sign of word of mouth."
        " {positives} first orders would show a gain of {detectable} or more in 9 of 10 cases{more}.",
        "在圈子内部，排序（{area}）优于把熟人关系重新抽取后的排序（平均 {placebo}），但在这个网络上，把订单随机分配也会如此"
        "（p = {dealt}）：这一差别不能说明口碑起了作用。{positives} 个首单在十次中有九次能看出 {detectable} 以上的差别{more}。",
    ),
    "no_contacts_inside_circles": (
        "No two people who know each other share a circle, so contacts cannot be redrawn inside circles and word of"
        " mouth cannot be told from circumstance. Record circles and who knows whom in them.",
        "没有两个互相认识的人同在一个圈子，无法在圈内重新抽取关系，也就分不清是口碑还是环境所致。请记录圈子及圈内的熟人关系。",
    ),
    "no_group_to_compare": (
        "In no circle somebody was won while another was not, so nothing can be compared inside circles. Record which"
        " circles people belong to.",
        "没有任何圈子在同一时期既有赢得的客户又有未赢得的客户，无法在圈内比较。请记录人们属于哪些圈子。",
    ),
    "few_orders": (
        "{positives} first orders of accounts that could be ranked beforehand; at least {needed} are needed before"
        " anything may be said, and then a gain of {at_needed} would show in 9 of 10 cases.",
        "事先可以排序的客户中只有 {positives} 个首单；至少需要 {needed} 个才能下结论，届时 {at_needed} 的差别在十次中有九次能看出。",
    ),
}
_MORE: Terms = {
    "needed": ("; the gain seen so far would need about {needed}", "；要看清目前的差别大约需要 {needed} 个"),
    "none": ("", ""),
}
_SENSIBLE = 20
"""Times as many first orders as there are, beyond which to say how many it takes is no help."""
_MISSING: Terms = {
    "people": (
        "{count} of {total} first orders came from accounts nobody is known at: record the people there.",
        "{total} 个首单中有 {count} 个来自没有联系人记录的客户：请记录那里的人。",
    ),
    "contacts": (
        "{count} of {total} first orders came from people of whom no acquaintance, circle or colleague is known:"
        " record who knows whom.",
        "{total} 个首单中有 {count} 个客户的人没有任何熟人、圈子或同事记录：请记录谁认识谁。",
    ),
    "opinions": (
        "{count} of {total} first orders came from people who talk, but with nobody whose opinion is known: ask"
        " customers how satisfied they are.",
        "{total} 个首单中有 {count} 个客户的人虽有来往，但来往对象的评价未知：请了解老客户的满意度。",
    ),
    "circles": (
        "{count} of {total} first orders came from accounts in no circle: record which circles they belong to.",
        "{total} 个首单中有 {count} 个来自不属于任何圈子的客户：请记录所属圈子。",
    ),
    "satisfaction": (
        "{count} of {total} customers have never been asked how satisfied they are.",
        "{total} 个客户中有 {count} 个从未被问过满意度。",
    ),
    "last_contact": (
        "{count} of {total} acquaintances have no day of last contact, so they do not age.",
        "{total} 条熟人关系中有 {count} 条没有最近联系日期，因此不会随时间减弱。",
    ),
    "attendance": (
        "{count} of {total} memberships do not say how often the person comes.",
        "{total} 条圈子成员记录中有 {count} 条没有出席率。",
    ),
}


def why(found: Backtest, language: Language) -> str:
    """Say in one or two sentences why the verdict is what it is."""
    verdict, measured = found.verdict, found.measures
    area = measured["refgraph"].auc_inside if measured else None
    mean = measured["placebo"].auc_inside if measured else None
    return term(_WHY, verdict.reason, language).format(
        area=_figure(area),
        placebo=_figure(mean),
        p=_figure(verdict.p_rewired),
        dealt=_figure(verdict.p_dealt),
        networks=len(found.rewired),
        as_good=round((verdict.p_rewired or 0) * (len(found.rewired) + 1)) - 1,
        positives=verdict.positives,
        needed=verdict.needed,
        detectable=f"{verdict.detectable:.3f}",
        at_needed=f"{verdict.detectable_at_needed:.3f}",
        more=_more(verdict, language),
    )


def missing_text(row: Missing, language: Language) -> str:
    """Say what is missing and what to record."""
    return term(_MISSING, row.fact, language).format(count=row.count, total=row.total)


def _more(verdict: Verdict, language: Language) -> str:
    kind = "needed" if verdict.positives < verdict.needed <= _SENSIBLE * verdict.positives else "none"
    return term(_MORE, kind, language).format(needed=verdict.needed)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
