"""Changes and their consequences as sentences, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.snapshot.change import Lose, Resolve, Win
from refgraph.views.terms import OPINIONS, Terms, term
from refgraph.views.wording import blocked_text

if TYPE_CHECKING:
    from refgraph.decisions.opener_changes import OpenerChange
    from refgraph.snapshot.change import Change
    from refgraph.snapshot.snapshot import Snapshot
    from refgraph.views.terms import Language

_CHANGES: Terms = {
    "win": ("{account} is won", "赢得 {account}"),
    "lose": ("{account} is lost", "失去 {account}"),
    "resolve": ("the incident {event} at {where} is solved", "解决 {where} 的服务事故 {event}"),
    "resolve_nowhere": ("the incident {event} is solved", "解决服务事故 {event}"),
    "stance": ("{person} is seen as {stance}", "{person} 的立场变为{stance}"),
    "no_customer_yet": ("{person} is at no customer yet.", "{person} 目前不在任何客户单位任职。"),
    "no_customer_left": ("{person} is at no customer any more.", "{person} 不再任职于任何客户单位。"),
}
OUTLOOK: Terms = {
    "customers": ("customers", "客户数"),
    "open_accounts": ("accounts to win", "待开发客户数"),
    "listeners": ("people there who listen", "其中的听众人数"),
    "heard_positive": ("good word they have heard", "听到的好评"),
    "heard_negative": ("bad word they have heard", "听到的差评"),
    "heard_net": ("net of both", "净口碑"),
    "reputation": ("mean reputation in circles", "圈内口碑均值"),
    "circles_at_critical_mass": ("circles at critical mass", "达到临界规模的圈子"),
    "openers": ("people who can open a target", "可引荐的人数"),
    "opportunities": ("pairs of opener and target", "引荐机会数"),
}
"""Names of the fields of `decisions.outlook.Outlook`."""


def change_text(change: Change, snapshot: Snapshot, language: Language) -> str:
    """Say what is supposed, as a clause: an account won or lost, an incident solved, a stance.

    What the snapshot does not know is named by its id.
    """
    if isinstance(change, Win | Lose):
        kind, key = "win" if isinstance(change, Win) else "lose", change.account_id
        known = snapshot.account_index.get(key)
        return _say(kind, language, account=key if known is None else snapshot.accounts.names[known])
    if isinstance(change, Resolve):
        where = _place(snapshot, change.event_id)
        kind = "resolve" if where else "resolve_nowhere"
        return _say(kind, language, event=change.event_id, where=where)
    stance, key = term(OPINIONS, change.stance.name.lower(), language), change.person_id
    known = snapshot.person_index.get(key)
    return _say(
        "stance", language, person=key if known is None else snapshot.people.names[known], stance=stance
    )


def _place(snapshot: Snapshot, event_id: str) -> str:
    """Name of an event's account, else of its person; '' for an event with neither or that is not there."""
    events, row = snapshot.events, snapshot.event_index.get(event_id)
    if row is None:
        return ""
    account, person = int(events.account[row]), int(events.person[row])
    if account >= 0:
        return snapshot.accounts.names[account]
    return snapshot.people.names[person] if person >= 0 else ""


def opener_change_text(change: OpenerChange, snapshot: Snapshot, language: Language) -> str:
    """Say why a person cannot open the target in the world in which he cannot; `snapshot` is that world's."""
    if change.blocked:
        return blocked_text(change.blocked, snapshot, language)
    code = "no_customer_yet" if change.is_won else "no_customer_left"
    return _say(code, language, person=snapshot.people.names[change.opener.person])


def _say(code: str, language: Language, **facts: str) -> str:
    return term(_CHANGES, code, language).format(**facts)
