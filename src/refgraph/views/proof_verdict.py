"""A verdict in plain words: what it is, what to use, how plain scores compare, what more history would show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.evidence.power import detectable_gain
from refgraph.views.proof_wording import SCORES
from refgraph.views.terms import Terms, term

if TYPE_CHECKING:
    from refgraph.evidence.backtest import Backtest
    from refgraph.evidence.verdict import Verdict
    from refgraph.views.terms import Language

_TIMES = 4
_NOT_PLAIN = ("refgraph", "placebo", "random")

HEADLINES: Terms = {
    "evidence": (
        "Evidence: on this history, word of mouth helps to tell who orders next",
        "有依据：在这段历史中，口碑有助于判断谁会下单",
    ),
    "no_evidence": (
        "No evidence: this history does not show that word of mouth tells who orders next",
        "没有依据：这段历史没有显示口碑能判断谁会下单",
    ),
    "too_little_history": (
        "Too little history to tell whether word of mouth shows who orders next",
        "历史数据太少，无法判断口碑能否预示谁会下单",
    ),
}
ADVICE: Terms = {
    "evidence": (
        "Use the ranks to choose where to turn first. They order accounts; a rank is no chance of an order.",
        "可以按排序决定先找谁。排序只分先后，不代表下单的概率。",
    ),
    "no_evidence": (
        "Use ranks and the evidence behind them (who knows whom, who is satisfied) as reasons to talk to somebody,"
        " not as probabilities: nothing here says how likely an order is.",
        "请把排序及其背后的依据（谁认识谁、谁满意）当作拜访的理由，而不是概率：这里没有任何数字能说明下单的可能性。",
    ),
    "too_little_history": (
        "Until there are more orders, use ranks and the evidence behind them (who knows whom, who is satisfied) as"
        " reasons to talk to somebody, not as probabilities.",
        "在订单增多之前，请把排序及其背后的依据（谁认识谁、谁满意）当作拜访的理由，而不是概率。",
    ),
}
_COMPARED: Terms = {
    "better": (
        "Inside circles refgraph ranks better than {name} ({area}): by {gain} ({low} to {high}).",
        "在圈子内部，refgraph 的排序优于“{name}”（{area}）：高出 {gain}（{low} 至 {high}）。",
    ),
    "alike": (
        "Inside circles refgraph cannot be told from {name} ({area}): the difference is {gain} ({low} to {high}),"
        " so ranking by that alone may do as well.",
        "在圈子内部，refgraph 与“{name}”（{area}）难分高下：相差 {gain}（{low} 至 {high}），只按后者排序也许同样好。",
    ),
    "worse": (
        "Inside circles {name} ({area}) ranks better than refgraph, which is off by {gain} ({low} to {high}):"
        " rank by that instead.",
        "在圈子内部，“{name}”（{area}）的排序优于 refgraph（相差 {gain}，{low} 至 {high}）：请改按它排序。",
    ),
    "beside": (
        "Beside it, inside circles: {name} ({area}); refgraph differs by {gain} ({low} to {high}). With this verdict"
        " that is no reason to prefer either.",
        "圈子内部的对照：“{name}”（{area}），refgraph 与之相差 {gain}（{low} 至 {high}）。在此结论下，这不足以取舍。",
    ),
}
_LARGER: Terms = {
    "beats_rewired": (
        "So many show a gain of {now} or more over contacts drawn anew in 9 of 10 histories; {more} first orders"
        " would show one of {then}.",
        "这么多首单在十段历史中有九段能看出 {now} 以上的差别（与关系重新抽取相比）；若有 {more} 个首单，则能看出 {then} 的差别。",
    ),
    "like_rewired": (
        "{more} first orders would show a gain of {then}.",
        "若有 {more} 个首单，则能看出 {then} 的差别。",
    ),
}
_LARGER["like_dealt"] = _LARGER["like_rewired"]
"""By reasons that more first orders could change; where they are too few, `why` says how many it takes."""


def compared(found: Backtest, language: Language) -> list[str]:
    """How refgraph's ranking compares inside circles with the number of acquaintances and the best plain score.

    Only with the verdict "evidence" is one of them said to be better.
    """
    plain = {
        name: one.auc_inside
        for name, one in found.measures.items()
        if name not in _NOT_PLAIN and one.auc_inside is not None
    }
    if not plain:
        return []
    names = dict.fromkeys(("degree", max(plain, key=lambda name: (plain[name], name))))
    return [sentence for name in names if (sentence := _compared(found, name, language))]


def larger_history(verdict: Verdict, language: Language) -> str:
    """What more first orders would show; '' where their number is not what is in the way, or `why` has said it."""
    if verdict.reason not in _LARGER:
        return ""
    more = _TIMES * verdict.positives
    return term(_LARGER, verdict.reason, language).format(
        now=f"{verdict.detectable:.3f}", more=f"{more:,}", then=f"{detectable_gain(more):.3f}"
    )


def _compared(found: Backtest, name: str, language: Language) -> str:
    gain = found.gain_over(name)
    if gain is None:
        return ""
    estimate, low, high = gain
    how = "better" if low > 0 else "worse" if high < 0 else "alike"
    if found.verdict.word != "evidence":
        how = "beside"
    return term(_COMPARED, how, language).format(
        name=term(SCORES, name, language),
        area=f"{found.measures[name].auc_inside:.3f}",
        gain=f"{estimate:+.3f}",
        low=f"{low:+.3f}",
        high=f"{high:+.3f}",
    )
