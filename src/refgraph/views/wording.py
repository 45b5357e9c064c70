"""Evidence and reasons as sentences, in both languages: why two people talk, why someone may not be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.snapshot.snapshot import Snapshot, day_to_iso
from refgraph.views.terms import Language, event_name, term
from refgraph.views.timeline import value_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.decisions.openers import Blocked, Opener
    from refgraph.scores.opinion import OpinionEvidence
    from refgraph.scores.ties import TieEvidence

_TIES = {
    "knows": ("say they know each other", "自述相识"),
    "reports_to": ("reporting line at {name}", "{name}的上下级"),
    "same_account": ("colleagues at {name} ({people} people)", "{name}的同事（{people}人）"),
    "former_colleagues": ("worked together at {name} until {date}", "曾在{name}共事，至{date}"),
    "shared_circle": ("meet in {name} ({members} members)", "同在{name}（{members}人）"),
    "ended_circle": ("met in {name} until {date}", "曾同在{name}，至{date}"),
}
_KNOWS_DETAIL = {
    "kind": ("as {}", "关系：{}"),
    "strength": ("strength {:.2g}", "强度 {:.2g}"),
    "last_contact": ("last contact {}", "最近联系 {}"),
    "since": ("since {}", "自 {} 起"),
}
_CAPPED = ("; large circle, nearest members only", "；圈子过大，仅取邻近成员")
_UNDATED = ("undated", "无日期")

_BLOCKED = {
    "no_consent": (
        "{person} does not want to be asked.",
        "{person} 不愿被请托。",
    ),
    "opponent_on_path": (
        "Every path runs over {other}, who does not speak well of us.",
        "所有路径都要经过 {other}，而此人对我们评价不佳。",
    ),
    "open_incident": (
        "An incident ({event}) at {account} has been open since {date}: solve it before asking a favour.",
        "{account} 的服务事故（{event}）自 {date} 起尚未解决：请先解决再请托。",
    ),
    "not_satisfied": (
        "{person} is not known to be satisfied (net opinion {net:.2f}).",
        "尚无 {person} 满意的依据（净评价 {net:.2f}）。",
    ),
    "opponent": (
        "{person} was seen as an opponent of ours.",
        "{person} 被视为我们的反对者。",
    ),
    "declined_recently": (
        "{person} declined a referral on {date}; may be asked again from {until}.",
        "{person} 于 {date} 婉拒过引荐；{until} 起可再请托。",
    ),
    "asked_recently": (
        "{person} was asked on {date}; may be asked again from {until}.",
        "{person} 于 {date} 刚被请托过；{until} 起可再请托。",
    ),
    "budget_used": (
        "{person} was asked {used:.0f} times this quarter, which is the budget; free again from {until}.",
        "{person} 本季度已被请托 {used:.0f} 次，额度用完；{until} 起恢复。",
    ),
}
_TONES = ("expected tone {:+.2g}, actual {:+.2g}", "预期语气 {:+.2g}，实际 {:+.2g}")
_CALLS = ("Reference calls: {calls}.", "口碑电话：{calls}。")
_CALLS_NAMED = 3
_BLOCKED_PATH = (
    "A better path is closed: {way} (chance {chance}); {other} does not speak well of us.",
    "更好的路径不通：{way}（可能 {chance}）；{other} 对我们评价不佳。",
)


def tie_text(evidence: TieEvidence, snapshot: Snapshot, language: Language) -> str:
    """Say why two people are taken to talk with each other."""
    pick = _picker(language)
    facts = {
        "name": evidence.facts.get("name", evidence.ref),
        "people": _whole(evidence.facts.get("people", evidence.facts.get("members", "?"))),
        "members": _whole(evidence.facts.get("members", "?")),
        "date": day_to_iso(evidence.day) or pick(_UNDATED),
    }
    text = pick(_TIES[evidence.kind]).format(**facts)
    if evidence.kind == "knows":
        text = pick((", ", "，")).join([text, *_knows_details(evidence, pick)])
    return text + (pick(_CAPPED) if evidence.capped else "")


def _knows_details(evidence: TieEvidence, pick: Callable[[tuple[str, str]], str]) -> list[str]:
    return [
        pick(pair).format(evidence.facts[name])
        for name, pair in _KNOWS_DETAIL.items()
        if evidence.facts.get(name) not in (None, "")
    ]


def opinion_text(evidence: OpinionEvidence, snapshot: Snapshot, language: Language) -> str:
    """Name a piece of evidence behind an opinion: kind, what it says, day, and the event's text where there is one."""
    day = day_to_iso(evidence.day) or _picker(language)(_UNDATED)
    row = snapshot.event_index.get(evidence.ref)
    value = evidence.value if row is None else float(snapshot.events.value[row])
    if evidence.kind == "reference_call":
        # x is half of what the actual tone is above the expected one.
        said = _tones(value, value + 2.0 * evidence.value, language)
    else:
        said = value_text(evidence.kind, value, language)
    note = "" if row is None else snapshot.events.text[row]
    return " · ".join(part for part in (event_name(evidence.kind, language), said, day, note) if part)


def blocked_text(blocked: Blocked, snapshot: Snapshot, language: Language) -> str:
    """Say why somebody may not be asked, and until when where that is known."""
    facts = dict(blocked.facts)
    names = {
        "person": snapshot.people.names[blocked.person],
        "account": _name_of(snapshot, "account", facts.get("account")),
        "other": _name_of(snapshot, "person", facts.get("person")),
    }
    rest = {name: value for name, value in facts.items() if name not in names}
    # An opponent in a current role counts as not satisfied whatever else is known: then the stance is the reason.
    is_opponent = blocked.reason == "not_satisfied" and float(rest["net"]) > 0
    return term(_BLOCKED, "opponent" if is_opponent else blocked.reason, language).format(**names, **rest)


def blocked_path_text(row: Opener, snapshot: Snapshot, language: Language) -> str:
    """Tell of the better path that is closed, and by whom; '' where there is none."""
    if row.blocked_path is None:
        return ""
    names = snapshot.people.names
    way = " → ".join(names[person] for person in row.blocked_path.people)
    return _picker(language)(_BLOCKED_PATH).format(
        way=way, other=names[row.blocked_by], chance=f"{row.blocked_path.probability:.1%}"
    )


def reference_calls_text(row: Opener, snapshot: Snapshot, language: Language) -> str:
    """Tell how an opener's latest judged reference calls went, at most three, latest first; '' where there are none."""
    calls = [
        f"{day_to_iso(int(snapshot.events.day[call.call]))} {_tones(call.expected, call.actual, language)}"
        for call in reversed(row.details.reference_calls[-_CALLS_NAMED:])
    ]
    pick = _picker(language)
    return pick(_CALLS).format(calls=pick(("; ", "；")).join(calls)) if calls else ""


def _tones(expected: float, actual: float, language: Language) -> str:
    # A sum of tones may miss a round number, or be a 0 with a minus.
    return _picker(language)(_TONES).format(*(round(tone, 12) + 0.0 for tone in (expected, actual)))


def _name_of(snapshot: Snapshot, what: str, key: object) -> str:
    index = snapshot.account_index if what == "account" else snapshot.person_index
    names = snapshot.accounts.names if what == "account" else snapshot.people.names
    return names[index[key]] if isinstance(key, str) and key in index else str(key)


def _picker(language: Language) -> Callable[[tuple[str, str]], str]:
    return lambda pair: pair[0] if language == "en" else pair[1]


def _whole(value: str | float) -> str:
    return f"{value:.0f}" if isinstance(value, float | int) else value
