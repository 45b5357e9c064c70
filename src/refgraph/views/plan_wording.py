"""What holds a plan back, as sentences in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.terms import LANGUAGES, Language, Terms, term

if TYPE_CHECKING:
    from refgraph.decisions.week import Limit

LIMIT_NAMES: Terms = {
    "hours": ("the rep's hours", "本周工时"),
    "person": ("asks a person can take", "每人请托上限"),
    "account": ("asks a customer can take", "每家客户请托上限"),
    "target": ("open asks at a target", "每个目标客户的未决请托上限"),
}
INDEX: tuple[str, str] = (
    "An index of expected potential opened, no forecast: compare it, do not bank on it.",
    "数值是预期可打开潜力的指数，并非预测：只宜比较，不宜当真。",
)
_USED: Terms = {
    "hours": ("{used:g} of {limit:g} hours planned", "已安排 {used:g} / {limit:g} 小时"),
    "person": ("whoever takes most takes {used:g} of {limit:g}", "最多的一人 {used:g} 次，上限 {limit:g} 次"),
    "account": (
        "at most {used:g} a customer, {limit:g} allowed",
        "每家客户最多 {used:g} 次，上限 {limit:g} 次",
    ),
    "target": ("the one with most has {used:g} of {limit:g}", "最多的一个 {used:g} 次，上限 {limit:g} 次"),
}
_WORTH: Terms = {
    "hours": ("one hour more would add {worth:,.6g}", "多一小时可增加 {worth:,.6g}"),
    "person": ("one ask more for each would add {worth:,.6g}", "每人多一次可增加 {worth:,.6g}"),
    "account": ("one ask more for each would add {worth:,.6g}", "每家多一次可增加 {worth:,.6g}"),
    "target": ("one ask more for each would add {worth:,.6g}", "每个目标多一次可增加 {worth:,.6g}"),
}


def limit_name(name: str, language: Language) -> str:
    """Words for a limit of the week plan: `hours`, `person`, `account` or `target`."""
    return term(LIMIT_NAMES, name, language)


def limit_text(name: str, limit: Limit, language: Language) -> str:
    """Say how far a limit is used, and what loosening it by one would bring where it would bring anything."""
    facts = {"used": limit.used, "limit": limit.limit, "worth": limit.worth}
    said = [term(_USED, name, language)]
    if limit.is_binding:
        said.append(term(_WORTH, name, language))
    return ("; ", "；")[LANGUAGES.index(language)].join(said).format(**facts)
