"""Follow-up in words, in both languages: what to do, and why in one sentence with names and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.snapshot.snapshot import EventKind
from refgraph.views.terms import Language, Terms, term

if TYPE_CHECKING:
    from refgraph.decisions.followup import FollowUp
    from refgraph.snapshot.snapshot import Snapshot

ACTIONS: Terms = {
    "thank_supporter": ("Thank, and ask what to improve", "致谢，并请教哪里还能更好"),
    "visit_opponent": ("Visit the opponent, and learn why", "拜访反对者，请教原因"),
    "meet_senior": ("Meet the senior person we never met", "拜见从未谋面的高层"),
    "attend_installation": ("Be there during the installation", "安装时到现场"),
    "ask_date": ("Ask for the date of installation", "问清安装日期"),
    "confirm_delivery": ("Ask whether the promise was kept", "核实是否如约交付"),
    "explain_delay": ("Explain the delay", "说明延迟的原因"),
    "watch_incident": ("Ask service for the date", "向服务部门问清解决日期"),
    "step_in": ("Step in: the next sale is at stake", "出面协调：关系到下一单"),
    "step_in_must": ("Step in now: top management cares", "立即出面：高层已经关注"),
    "visit_after_incident": ("Visit, and ask whether it holds", "回访，看问题是否真解决了"),
    "ask_what_went_wrong": ("Ask what went wrong", "请教哪里没做好"),
    "competitor_near": ("Visit: a competitor is near", "拜访：竞争对手上门了"),
    "champion_left": ("Win a new contact", "建立新的联系人"),
    "follow_champion": ("Get in touch at the new place", "到新单位继续联系"),
    "welcome_newcomer": ("Welcome the newcomer", "拜会新上任者"),
    "report_back": ("Thank, and tell what came of it", "致谢，并告知引荐结果"),
    "repeat_order_due": ("Ask for the next order", "跟进下一单"),
    "break_silence": ("Get in touch again", "恢复联系"),
    "single_contact": ("Meet a second person", "结识第二位联系人"),
}
_WHY: Terms = {
    "thank_supporter": (
        "{happened}: thank {person} of {account} and ask what to improve.",
        "{happened}：向 {account} 的 {person} 致谢，并请教哪里还能更好。",
    ),
    "visit_opponent": (
        "{happened}, and {person} of {account} is against us: visit and learn why.",
        "{happened}，而 {account} 的 {person} 反对我们：登门请教原因。",
    ),
    "meet_senior": (
        "{happened}, and we have never met {person} of {account}: ask for a meeting.",
        "{happened}，而我们从未见过 {account} 的 {person}：约见一次。",
    ),
    "attend_installation": (
        "{account} has been installing the order of {order} since {since}: be there.",
        "{account} {order} 的订单自 {since} 起正在安装：到现场去。",
    ),
    "ask_date": (
        "{account} ordered on {order}, and no day of installation is known: ask {person} for it, and be there.",
        "{account} 于 {order} 下单，安装日期未知：向 {person} 问清日期，届时到场。",
    ),
    "confirm_delivery": (
        "Nothing is known yet of the delivery of what {account} ordered on {order}: ask {person} whether the promise was kept.",
        "{account} {order} 的订单至今没有交付记录：向 {person} 核实是否如约。",
    ),
    "explain_delay": (
        "What {account} ordered on {order} came {days:.0f} days late on {since}: explain it to {person}.",
        "{account} {order} 的订单迟了 {days:.0f} 天，{since} 才交付：向 {person} 说明原因。",
    ),
    "watch_incident": (
        "The incident at {account} has been open since {opened}{touched}: service handles it; ask for the date and tell {person}.",
        "{account} 的服务事故自 {opened} 起未解决{touched}：由服务部门处理；问清日期并告知 {person}。",
    ),
    "step_in": (
        "The incident at {account} has been open since {opened}{touched}, and the next sale is at stake ({stakes}): step in and tell {person} what happens when.",
        "{account} 的服务事故自 {opened} 起未解决{touched}，关系到下一单（{stakes}）：出面协调，向 {person} 说明进度。",
    ),
    "step_in_must": (
        "The incident of {opened} at {account} {reached}{touched}: gather the service record, get all sides on one call, come with a priced solution{call}.",
        "{account} {opened} 的服务事故{reached}{touched}：调齐服务记录，让各方开一个电话会，带着有报价的方案去{call}。",
    ),
    "visit_after_incident": (
        "The incident of {opened} at {account} was closed on {since}: visit {person} and ask whether it holds.",
        "{account} {opened} 的服务事故已于 {since} 解决：回访 {person}，看是否真的好了。",
    ),
    "ask_what_went_wrong": (
        "{person} of {account} {judged} on {since}: ask what went wrong.",
        "{account} 的 {person} 于 {since} {judged}：请教哪里没做好。",
    ),
    "competitor_near": (
        "A competitor was seen at {account} on {since}, and nobody of us has been there since: go and see {person}.",
        "{since} 发现竞争对手在 {account} 活动，此后我们无人到访：去见 {person}。",
    ),
    "champion_left": (
        "{person} left {account} on {since}: win a new contact there{other}.",
        "{person} 于 {since} 离开 {account}：在那里建立新的联系人{other}。",
    ),
    "follow_champion": (
        "{person}, formerly of {where}, has been at {account} since {since}: get in touch there.",
        "{person} 原在 {where}，自 {since} 起任职于 {account}：到新单位继续联系。",
    ),
    "welcome_newcomer": (
        "{person} has been at {account} since {since}, and we have not talked there yet: introduce yourself.",
        "{person} 自 {since} 起任职于 {account}，尚未接触：去拜会一次。",
    ),
    "report_back": (
        "{person} of {account} referred us{target} on {since}; {outcome}: say thank you and tell what came of it.",
        "{account} 的 {person} 于 {since} 把我们引荐{target}；{outcome}：致谢并告知结果。",
    ),
    "repeat_order_due": (
        "{account} orders about every {interval:.0f} days, {orders:.0f} orders so far, the last on {order}: ask {person} for the next.",
        "{account} 大约每 {interval:.0f} 天下一单，已有 {orders:.0f} 单，最近一单在 {order}：向 {person} 跟进下一单。",
    ),
    "break_silence": (
        "Nobody has been in touch with {account} since {silence}, {days:.0f} days ago: call {person}.",
        "自 {silence} 起已有 {days:.0f} 天无人联系 {account}：联系 {person}。",
    ),
    "single_contact": (
        "{person} is the only one at {account} we are in touch with{colleagues}: meet a second person.",
        "在 {account} 我们只与 {person} 有联系{colleagues}：结识第二位联系人。",
    ),
}
_PARTS: Terms = {
    "people_there": ("the people there", "那里的人"),
    "somebody": ("Somebody", "有人"),
    "titled": ("{} ({})", "{}（{}）"),
    "installed": ("The order of {order} was installed on {since}", "{order} 的订单于 {since} 安装完成"),
    "delivered": ("The order of {order} was delivered on {since}", "{order} 的订单于 {since} 交付"),
    "ordered": ("{account} ordered on {order}", "{account} 于 {order} 下单"),
    "touched": (", last contact {touched}", "，最近联系 {touched}"),
    "competitor": ("a competitor was seen on {competitor}", "{competitor} 发现竞争对手"),
    "referral": ("a referral of {referral} is open", "{referral} 的引荐尚无结果"),
    "repeat_order": ("the next order is due on {repeat_order}", "下一单应在 {repeat_order}"),
    "severity": ("severity {severity:.2g}", "严重度 {severity:.2g}"),
    "escalated": ("reached {person} on {escalated}", "于 {escalated} 升级到 {person}"),
    "cared_for": ("is with {person}, top management", "由高层 {person} 过问"),
    "call": ("; {call} is to be called first", "；先打电话给 {call}"),
    "other": (", starting with {other}", "，从 {other} 开始"),
    "target": (" to {target}", "给 {target}"),
    "came_order": ("they ordered on {ordered}", "对方已于 {ordered} 下单"),
    "came_talk": ("we talked with them on {talked}", "我们已于 {talked} 与对方接触"),
    "came_nothing": ("nothing came of it yet", "尚无结果"),
    "satisfaction": ("judged an experience with us {value:+.2g}", "给出满意度 {value:+.2g}"),
    "survey": ("answered {value:.0f} of 10", "在调查中打了 {value:.0f}/10"),
    "stance": ("was seen as an opponent", "被视为反对者"),
    "complaint": ("complained to top management", "向高层投诉"),
    "contact": ("{since}", "{since}"),
    "order_only": ("the order of {since}", "{since} 的订单"),
    "colleagues": (", of {people:.0f} people known there", "，已知那里有 {people:.0f} 人"),
    "nobody_else": (", and nobody else is known there", "，也不认识别人"),
}
_HAPPENED: dict[int, str] = {EventKind.INSTALL_DONE: "installed", EventKind.DELIVERY: "delivered"}
_JUDGED: dict[int, str] = {
    EventKind.SATISFACTION: "satisfaction",
    EventKind.SURVEY: "survey",
    EventKind.STANCE: "stance",
}
_STAKES = ("competitor", "referral", "repeat_order", "severity")


def action_name(action: str, language: Language) -> str:
    """Words for an action."""
    return term(ACTIONS, action, language)


def why_text(row: FollowUp, snapshot: Snapshot, language: Language) -> str:
    """Say in one sentence what happened, whom it concerns and what to do."""
    words = _Words(row, snapshot, language)
    return term(_WHY, row.action, language).format(**words.facts, **words.fragments())


class _Words:
    """The words of one row's sentence."""

    def __init__(self, row: FollowUp, snapshot: Snapshot, language: Language) -> None:
        self.row, self.snapshot, self.language = row, snapshot, language
        first = row.events[0] if row.events else -1
        self.kind = int(snapshot.events.kind[first]) if first >= 0 else -1
        nobody = "somebody" if row.action == "ask_what_went_wrong" else "people_there"
        person = self._person(row.person) if row.person >= 0 else term(_PARTS, nobody, language)
        self.facts: dict[str, str | float] = {
            "value": float(snapshot.events.value[first]) if first >= 0 else 0.0,
            "people": float(row.facts.get("colleagues", 0.0)) + 1.0,
            "person": person,
            "account": snapshot.accounts.names[row.account],
            **{name: self._named(name, value) for name, value in row.facts.items() if name not in _FRAGMENTS},
        }

    def fragments(self) -> dict[str, str]:
        """The parts of a sentence that depend on what is known."""
        return {
            "happened": self._say(_HAPPENED.get(self.kind, "ordered"), "order"),
            "touched": self._say("touched", "touched"),
            "stakes": ("、" if self.language == "zh" else ", ").join(
                self._say(name, name) for name in _STAKES if name in self.row.facts
            ),
            "reached": self._say("escalated" if "escalated" in self.row.facts else "cared_for", "opened"),
            "call": self._call(),
            "judged": self._say(_JUDGED.get(self.kind, "complaint"), "since"),
            "other": self._say("other", "other"),
            "target": self._say("target", "target"),
            "outcome": self._outcome(),
            "silence": self._say("order_only" if "never" in self.row.facts else "contact", "since"),
            "colleagues": self._say(
                "colleagues" if self.row.facts.get("colleagues") else "nobody_else", "colleagues"
            ),
        }

    def _outcome(self) -> str:
        name = next((f"came_{end}" for end, fact in _CAME if fact in self.row.facts), "came_nothing")
        return self._say(name, "since")

    def _call(self) -> str:
        first = self.row.call_first
        return "" if first < 0 else term(_PARTS, "call", self.language).format(call=self._person(first))

    def _say(self, part: str, needs: str) -> str:
        """A part in words; '' where the fact it needs is not known."""
        if needs not in self.row.facts:
            return ""
        named = {name: self._named(name, value) for name, value in self.row.facts.items()}
        return term(_PARTS, part, self.language).format(**{**self.facts, **named})

    def _named(self, name: str, value: str | float) -> str | float:
        """A fact, ids as names."""
        if name in ("target", "where"):
            return self.snapshot.accounts.names[self.snapshot.account_index[str(value)]]
        return self._person(self.snapshot.person_index[str(value)]) if name == "other" else value

    def _person(self, person: int) -> str:
        """A name, with the title where that tells who it is: for people we have not met yet."""
        names, roles = self.snapshot.people.names, self.snapshot.roles
        titles = [
            roles.title[row] for row in self.row.roles if roles.person[row] == person and roles.current[row]
        ]
        if not titles or not titles[0]:
            return names[person]
        return term(_PARTS, "titled", self.language).format(names[person], titles[0])


_CAME = (("order", "ordered"), ("talk", "talked"))
_FRAGMENTS = frozenset(("touched", "other", "target", "colleagues"))
