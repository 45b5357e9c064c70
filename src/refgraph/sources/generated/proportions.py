"""How much there is of everything for each person: the proportions of the demo network in `seed/`.

There 244 people have 274 roles at 60 accounts, 263 memberships of 25 circles, 174 acquaintances and 559 events.
"""

PEOPLE_AN_ACCOUNT = 4.0
"""People known at an account on average; the least is one."""

EARLIER_JOBS = 0.12
"""Earlier roles a person."""

MOVED_LATELY = 0.035
"""Share of people who began their role within the log's years."""

MEMBERSHIPS = 1.1
"""Memberships a person."""

SMALLEST_CIRCLE = 3
CIRCLE_SIZE = 9.0
"""Members of a circle on average."""

CIRCLE_TAIL = 3.0
"""Exponent of the tail of circle sizes: P(size > s) falls as s^-3, so the largest of 100,000 has several hundred."""

LARGEST_CIRCLE = 1_000

KNOWS = 0.7
"""Declared acquaintances a person (each counted once for both)."""

KNOWS_IN_CIRCLE = 0.6
KNOWS_IN_TRADE = 0.3
"""Shares of acquaintances who share a circle, and of those who work in the same trade nearby; the rest is anybody."""

ACCOUNTS_WITH_PARENT = 0.25
ACCOUNTS_A_REGION = 20
REGIONS_A_TERRITORY = 2
"""A rep has one territory, so about 40 accounts."""

TERRITORIES_A_LEAD = 10

CUSTOMERS = 0.45
"""Share of accounts that ever ordered."""

LOG_DAYS = 1096
"""Days before the last one from which events come."""
