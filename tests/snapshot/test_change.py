from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from refgraph.errors import BadOption, RefgraphError, UnknownId
from refgraph.snapshot.change import Change, Lose, Resolve, TakeStance, Win, changed, open_incidents
from refgraph.snapshot.snapshot import EventKind, Stance, Status
from tests.facts import TODAY, Cells, snapshot_of
from tests.snapshot.bundles import ACCOUNTS, AS_OF, PEOPLE, Bundle, bundle
from tests.snapshot.equal import assert_equal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Snapshot

INCIDENT: Cells = {
    "event_id": "i", "kind": "incident_opened", "date": "2025-11-01", "account_id": "press", "person_id": "ann",
}  # fmt: skip
ORDER: Cells = {"event_id": "o", "kind": "deal_won", "date": TODAY, "account_id": "press"}


def facts(*events: Cells, status: str | None = None, **stances: Cells) -> Bundle:
    """Ann and Bo work at the press, Cy nowhere; `stances` are cells of their roles."""
    return {
        "accounts": [{"account_id": "press", "status": status}],
        "people": [{"person_id": "ann"}, {"person_id": "bo"}, {"person_id": "cy"}],
        "roles": [{"person_id": p, "account_id": "press", **stances.get(p, {})} for p in ("ann", "bo")],
        "events": [INCIDENT, ORDER, *events],
    }


def supposed(event_id: str, kind: str, person_id: str, value: float, **cells: str) -> Cells:
    return {
        "event_id": event_id, "kind": kind, "date": TODAY, "person_id": person_id, "value": value, **cells,
    }  # fmt: skip


def test_a_won_account_is_a_customer_and_each_of_its_people_content() -> None:
    content = [
        supposed("what-if 1", "satisfaction", "ann", 1.0),
        supposed("what-if 2", "satisfaction", "bo", 1.0),
    ]
    lost = snapshot_of(TODAY, **without_order(facts(status="lost")))
    won = snapshot_of(TODAY, **without_order(facts(*content, status="customer")))
    assert_equal(changed(lost, [Win("press")]), won)


def test_a_lost_account_is_lost_and_each_of_its_people_discontent() -> None:
    bitter = [
        supposed("what-if 1", "satisfaction", "ann", -1.0),
        supposed("what-if 2", "satisfaction", "bo", -1.0),
    ]
    after = facts(*bitter)
    after["accounts"] = [{"account_id": "press", "status": "lost", "status_date": TODAY}]
    assert_equal(changed(snapshot_of(TODAY, **facts()), [Lose("press")]), snapshot_of(TODAY, **after))


def test_a_solved_incident_is_closed_that_day_by_an_event_that_names_it() -> None:
    closing = supposed("what-if 1", "incident_closed", "ann", 0.5, account_id="press", ref="i")
    after = changed(snapshot_of(TODAY, **facts()), [Resolve("i")])
    assert_equal(after, snapshot_of(TODAY, **facts(closing)))
    assert open_incidents(after) == []


def test_a_stance_replaces_that_of_current_roles() -> None:
    before = facts(ann={"stance": "supporter", "stance_date": "2025-01-01"})
    after = facts(ann={"stance": "opponent", "stance_date": TODAY})
    stance = TakeStance("ann", Stance.OPPONENT)
    assert_equal(changed(snapshot_of(TODAY, **before), [stance]), snapshot_of(TODAY, **after))


def test_the_stance_of_somebody_without_a_role_is_an_event() -> None:
    seen = supposed("what-if 1", "stance", "cy", -1.0)
    stance = TakeStance("cy", Stance.OPPONENT)
    assert_equal(changed(snapshot_of(TODAY, **facts()), [stance]), snapshot_of(TODAY, **facts(seen)))


def test_an_ended_role_keeps_its_stance() -> None:
    tables = facts()
    tables["roles"] = [{"person_id": "ann", "account_id": "press", "to": "2025-06-01", "stance": "supporter"}]
    after = changed(snapshot_of(TODAY, **tables), [TakeStance("ann", Stance.OPPONENT)])
    assert after.roles.stance.tolist() == [Stance.SUPPORTER]
    assert after.events.kind[-1] == EventKind.STANCE


def test_new_events_take_ids_that_are_free_and_their_place_by_id() -> None:
    """Code points: 'o' < 'what-if 1' < 'what-if 2' < 'what-if 3' < 'z'."""
    same_day = [supposed("what-if 1", "survey", "cy", 9.0), supposed("z", "survey", "cy", 9.0)]
    after = changed(snapshot_of(TODAY, **facts(*same_day)), [Win("press")])
    assert after.events.ids == ("i", "o", "what-if 1", "what-if 2", "what-if 3", "z")
    assert [after.people.ids[person] for person in after.events.person[2:5]] == ["cy", "ann", "bo"]
    assert_equal(
        after,
        snapshot_of(
            TODAY,
            **facts(
                *same_day,
                supposed("what-if 2", "satisfaction", "ann", 1.0),
                supposed("what-if 3", "satisfaction", "bo", 1.0),
            ),
        ),
    )


def test_the_snapshot_asked_about_stays_as_it_was() -> None:
    before = snapshot_of(TODAY, **facts())
    after = changed(before, [Lose("press"), Resolve("i"), TakeStance("ann", Stance.NEUTRAL)])
    assert_equal(before, snapshot_of(TODAY, **facts()))
    arrays: list[NDArray[np.generic]] = [
        after.accounts.status,
        after.roles.stance,
        after.roles.stance_day,
        after.events.value,
    ]
    assert not any(array.flags.writeable for array in arrays)


def test_repeating_a_change_changes_nothing_more() -> None:
    before = snapshot_of(TODAY, **facts())
    once: list[Change] = [Lose("press"), Resolve("i"), TakeStance("cy", Stance.NEUTRAL)]
    assert_equal(changed(before, once * 2), changed(before, once))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([Win("press"), Lose("press")], "account 'press' is won and lost at once"),
        (
            [TakeStance("ann", Stance.NEUTRAL), TakeStance("ann", Stance.OPPONENT)],
            "person 'ann' is given two stances at once",
        ),
    ],
)
def test_contradictions_are_refused(changes: list[Change], message: str) -> None:
    with pytest.raises(BadOption) as refused:
        changed(snapshot_of(TODAY, **facts()), changes)
    assert refused.value.message == message
    assert refused.value.cure == "ask for one of the two"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Win("x"), "there is no account 'x'"),
        (Lose("x"), "there is no account 'x'"),
        (TakeStance("x", Stance.NEUTRAL), "there is no person 'x'"),
        (Resolve("x"), "there is no event 'x' up to 2026-01-01"),
    ],
)
def test_unknown_ids_are_named(change: Change, message: str) -> None:
    with pytest.raises(UnknownId) as unknown:
        changed(snapshot_of(TODAY, **facts()), [change])
    assert unknown.value.message == message


def test_what_is_no_open_incident_cannot_be_solved() -> None:
    closing = supposed("c", "incident_closed", "ann", 0.5, ref="i")
    other = {**INCIDENT, "event_id": "j"}
    snapshot = snapshot_of(TODAY, **facts(closing, other))
    with pytest.raises(
        RefgraphError, match=r"^event 'o' is no incident_opened: deal_won; open incidents are j$"
    ):
        changed(snapshot, [Resolve("o")])
    with pytest.raises(
        RefgraphError, match=r"^incident 'i' is closed already, since 2026-01-01; open incidents are j$"
    ):
        changed(snapshot, [Resolve("i")])


def test_the_cure_says_when_no_incident_is_open() -> None:
    with pytest.raises(UnknownId, match=r"; no incident is open that day$"):
        changed(snapshot_of("2025-10-01", **facts()), [Resolve("i")])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(ACCOUNTS), st.booleans())
def test_winning_and_losing_equal_the_same_facts_written_down(
    number: int, account: str, is_won: bool
) -> None:
    tables = bundle(np.random.default_rng(number))
    before = snapshot_of(AS_OF.isoformat(), **tables)
    assume(not has_only_later_orders(tables, account))
    after = changed(before, [Win(account) if is_won else Lose(account)])
    stated: Cells = {"status": "customer" if is_won else "lost", "status_date": AS_OF.isoformat()}
    written = [{**row, **stated} if row["account_id"] == account else row for row in tables["accounts"]]
    judged = [
        {**supposed(f"what-if {i}", "satisfaction", before.people.ids[person], 1.0 if is_won else -1.0),
         "date": AS_OF.isoformat()}
        for i, person in enumerate(before.current_people(before.account(account)), 1)
    ]  # fmt: skip
    assert_equal(
        after,
        snapshot_of(
            AS_OF.isoformat(), **{**tables, "accounts": written, "events": tables["events"] + judged}
        ),
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(PEOPLE), st.sampled_from([Stance.OPPONENT, Stance.NEUTRAL]))
def test_a_stance_equals_the_same_roles_written_down(number: int, person: str, stance: Stance) -> None:
    tables = bundle(np.random.default_rng(number))
    tables["events"] = [e for e in tables["events"] if e["kind"] not in ("left_company", "joined_company")]
    before = snapshot_of(AS_OF.isoformat(), **tables)
    after = changed(before, [TakeStance(person, stance)])
    seen: Cells = {"stance": stance.name.lower(), "stance_date": AS_OF.isoformat()}
    current = [is_current(row) and row["person_id"] == person for row in tables["roles"]]
    roles = [{**row, **seen} if at else row for row, at in zip(tables["roles"], current, strict=True)]
    event = {**supposed("what-if 1", "stance", person, float(stance)), "date": AS_OF.isoformat()}
    events = tables["events"] + ([] if any(current) else [event])
    assert_equal(after, snapshot_of(AS_OF.isoformat(), **{**tables, "roles": roles, "events": events}))


def is_current(row: Cells) -> bool:
    """Whether a role without moves holds on the day."""
    return str(row["from"] or "") <= AS_OF.isoformat() <= str(row["to"] or "9999")


def has_only_later_orders(tables: Bundle, account: str) -> bool:
    """An account is a prospect before its first order, whatever accounts.csv says: no row there can say the change."""
    days = [e["date"] for e in tables["events"] if e["kind"] == "deal_won" and e["account_id"] == account]
    return bool(days) and min(map(str, days)) > AS_OF.isoformat()


def without_order(tables: Bundle) -> Bundle:
    return {**tables, "events": [event for event in tables["events"] if event["kind"] != "deal_won"]}


def test_status_is_that_of_the_change_even_before_a_later_first_order() -> None:
    snapshot: Snapshot = snapshot_of("2025-12-01", **facts())
    assert changed(snapshot, [Win("press")]).accounts.status.tolist() == [Status.CUSTOMER]
