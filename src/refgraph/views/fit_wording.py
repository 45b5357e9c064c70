"""Words for what was fitted, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.terms import Terms, term

if TYPE_CHECKING:
    from refgraph.evidence.fit import Why
    from refgraph.views.terms import Language

FAMILIES: Terms = {
    "ties": ("Kinds of tie", "关系类型"),
    "evidence": ("Kinds of evidence", "依据类型"),
    "chances": ("Chance of an order", "下单概率"),
}
KINDS: Terms = {
    "declared": ("declared acquaintance", "登记的熟人"),
    "reporting_line": ("reporting line", "上下级"),
    "same_account": ("colleagues", "同事"),
    "former_colleagues": ("former colleagues", "前同事"),
    "circle": ("shared circle", "同一圈子"),
    "ended_circle": ("ended circle", "过去的圈子"),
    "satisfaction": ("experience as judged", "满意度"),
    "survey": ("survey", "调查"),
    "order": ("orders", "订单"),
    "delivery": ("deliveries", "交付"),
    "incident": ("incidents", "服务事故"),
    "stance": ("stances", "立场"),
    "referral": ("referrals", "引荐"),
    "reference": ("reference calls", "口碑电话"),
    "contact": ("contacts", "联系"),
}
_USED: Terms = {
    "better": (
        "used: it does better than the defaults on what it was not fitted to",
        "采用：在未参与拟合的数据上优于默认值",
    ),
    "too_few_outcomes": ("the defaults stay: too few first orders to tell", "保留默认值：首单太少，无法分辨"),
    "one_kind": ("the defaults stay: word of mouth came by one kind alone", "保留默认值：口碑只来自一种类型"),
    "no_effect": (
        "the defaults stay: those reached by word of mouth did not order more often",
        "保留默认值：听到口碑的人下单并不更多",
    ),
    "nothing_left_out": (
        "the defaults stay: all orders are of one circle, so nothing is left to judge by",
        "保留默认值：所有订单同属一个圈子，没有可供检验的数据",
    ),
    "not_better_out_of_circle": (
        "the defaults stay: no better in circles it was not fitted to",
        "保留默认值：在未参与拟合的圈子里并不更好",
    ),
    "not_better_later": ("the defaults stay: no better in later periods", "保留默认值：在之后的时期并不更好"),
}
_CHANCES: Terms = {
    "better": (
        "Chances may be told: on what they were not learnt from they do better than the share of customers in the"
        " circle alone.",
        "可以给出概率：在未参与拟合的数据上，优于只看圈内客户占比。",
    ),
    "too_few_outcomes": (
        "No chances are told: there are orders everywhere or nowhere, so there is nothing to tell apart.",
        "不给出概率：要么都下单，要么都没有，无从区分。",
    ),
    "nothing_left_out": (
        "No chances are told: all orders are of one circle, so nothing is left to judge them by.",
        "不给出概率：所有订单同属一个圈子，没有可供检验的数据。",
    ),
    "not_better_out_of_circle": (
        "No chances are told: in circles they were not learnt from they do no better than the share of customers in"
        " the circle alone.",
        "不给出概率：在未参与拟合的圈子里，并不优于只看圈内客户占比。",
    ),
    "not_better_later": (
        "No chances are told: in later periods they do no better than the share of customers in the circle alone.",
        "不给出概率：在之后的时期，并不优于只看圈内客户占比。",
    ),
}


def chances_text(why: Why, language: Language) -> str:
    """Say whether probabilities may be told, and why."""
    return term(_CHANCES, why.value, language)


def used_text(why: Why, language: Language) -> str:
    """Say whether something fitted is used, and why."""
    return term(_USED, why.value, language)
