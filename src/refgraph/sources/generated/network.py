"""The whole made-up network as arrays: a pure function of its size, the last day and `rng`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.sources.generated.acquaintances import Acquaintances, acquaintances
from refgraph.sources.generated.circles import Circles, circles
from refgraph.sources.generated.courses import Courses, courses
from refgraph.sources.generated.customers import first_orders, repeat_orders, trouble
from refgraph.sources.generated.diary import Diary
from refgraph.sources.generated.encounters import (
    competitors,
    courtship,
    moves,
    referrals_that_led,
    referrals_that_wait,
)
from refgraph.sources.generated.log import Events, Log
from refgraph.sources.generated.organisations import Organisations, organisations
from refgraph.sources.generated.staff import Staff, staff
from refgraph.sources.generated.stances import Stances, stances
from refgraph.sources.generated.words import PHRASES

if TYPE_CHECKING:
    import numpy as np

FEWEST = 10
"""People of the smallest network."""


@dataclass(frozen=True, slots=True)
class Network:
    """Everything the eight files say, about 1 kB a person."""

    until: int
    """Last day, in days since 1970-01-01: what is later has not happened yet."""
    accounts: Organisations
    people: Staff
    circles: Circles
    knows: Acquaintances
    courses: Courses
    events: Events
    stances: Stances


def network(people: int, until: int, rng: np.random.Generator) -> Network:
    """Draw a network of so many `people`; the same numbers give the same one.

    Raises ValueError for fewer than 10 people.
    """
    if people < FEWEST:
        raise ValueError(f"{people} people, expected {FEWEST} or more")
    for_accounts, for_people, for_circles, for_knows, for_courses, for_events = rng.spawn(6)
    orgs = organisations(people, for_accounts)
    persons = staff(orgs, until, for_people)
    groups = circles(orgs, persons, until, for_circles)
    lives = courses(orgs, persons, groups, until, for_courses)
    events = _events(Diary(Log(tuple(PHRASES)), orgs, persons, for_events), lives, until)
    return Network(
        until=until,
        accounts=orgs,
        people=persons,
        circles=groups,
        knows=acquaintances(people, groups, until, for_knows),
        courses=lives,
        events=events,
        stances=stances(people, events),
    )


def _events(diary: Diary, lives: Courses, until: int) -> Events:
    led_by = referrals_that_led(diary, lives)
    first_orders(diary, lives, led_by)
    repeat_orders(diary, lives, until)
    trouble(diary, lives)
    referrals_that_wait(diary, lives, until)
    courtship(diary, lives, until)
    competitors(diary, until)
    moves(diary, until)
    return diary.log.until(until)
