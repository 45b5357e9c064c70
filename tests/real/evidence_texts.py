"""The words of docs/evidence.md around its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIRST_LINES: Sequence[str] = (
    "# Does it work, and may it say so?",
    "What `refgraph backtest` and `refgraph fit` say of four public histories, of shuffled ones and of simulated ones. All"
    " figures are made by `make evidence` from public data that lie beside the checkout and are not part of it.",
    "**How to read it.** On a day, accounts that are no customers yet are ranked by what was known that day; then one looks"
    " who ordered first in the period after. *AUC* is the chance that one who ordered stood before one who did not: .5 is"
    " chance. *Inside circles* compares only accounts of the same circle: a score that merely knows which circles buy gains"
    " nothing there. *Redrawn contacts* are networks in which everybody knows as many others of his circle, but not the same"
    " ones. The verdict is **evidence** where refgraph does better inside circles than 95 % of those, by more than chance"
    " would give had the orders been dealt out at random inside circles; **no evidence** where"
    " it does not; **too little history** under 60 first orders. Ceilings are low everywhere: read ranks and the reasons"
    " behind them, not bold probabilities.",
)
HISTORIES: Mapping[str, Sequence[str]] = {
    "microfinance_dev": (
        "## Microfinance in 22 villages",
        "Households in Karnataka, of whom the lender told village leaders first; the others heard by word of mouth (Banerjee,"
        " Chandrasekhar, Duflo & Jackson 2013, *Science* 341, 1236498; data: Harvard Dataverse hdl:1902.1/21538, here from the"
        " course copy jgscott/STA380).",
        "",
        "- **Made so:** a household is an account of one person, a village a circle that everybody attends; leaders who took"
        " the loan ordered and judged +1 on 2025-01-15 (the others among them refused), households that took it later ordered"
        " on 2025-06-30; `--from 2025-01-31 --horizon 365`. `knows` is the union of twelve relations.",
        "- **Leakage:** none known. The network was surveyed before the loans were offered. Days are made up: the data say who"
        " took the loan, not when, so it is one period.",
    ),
    "br_farmers": (
        "## Hybrid corn among Brazilian farmers",
        "692 farmers in 11 villages, the year each took hybrid corn, up to ten nominations each (Rogers, Ascroft & Röling 1970;"
        " Valente 1995; data: USCCANA/netdiffuseR, MIT licence).",
        "",
        "- **Made so:** a farmer is an account of one person, a village a circle; adoption is an order on 1 July of its year,"
        " judged +1 that day; nominations count both ways; `--horizon 365`.",
        "- **Leakage:** nominations were asked in 1966, after the diffusion: some may be a result of it. Years are recalled,"
        " and heap at 1951 and 1956. That every adopter was satisfied is assumed.",
    ),
    "br_farmers_6products_dev": (
        "## Six farm practices, the same farmers",
        "Practices A to F of the same survey, each a product with a history of its own; figures are pooled by first orders"
        " (sources as above).",
        "",
        "- **Made so:** as above, one import a practice; judged +1 on the day of adoption where it was still in use in 1966,"
        " -1 where it had been given up.",
        "- **Leakage:** that +1 or -1 was known in 1966 only: on the day it knows more than anybody did. Nominations were asked"
        " in 1966.",
    ),
    "med_innovations": (
        "## A drug among physicians",
        "125 physicians in four cities, the month of the first prescription of tetracycline (Coleman, Katz & Menzel 1966; Burt"
        " 1987, *AJS* 92, 1287; Valente 1995; data: USCCANA/netdiffuseR, MIT licence).",
        "",
        "- **Made so:** a physician is an account of one person, a city a circle; the first prescription is an order on the"
        " first of its month, judged +1; nominations count both ways; `--horizon 31`.",
        "- **Leakage:** nominations were asked in 1955, after the diffusion. With four circles, intervals are drawn over"
        " accounts.",
    ),
}
SHUFFLES: Sequence[str] = (
    "## Shuffled: is chance taken for evidence?",
    "Orders are dealt out anew among the candidates of each circle and period, so that nothing is left to be found, and each"
    ' deal is judged as a history is (`refgraph backtest --shuffles 1000`). "Evidence" should be said in at most 5 %. A real'
    " network differs more from redrawn ones than these among themselves (friends of friends are friends), so that beating"
    " 95 % of them alone would be said more often; that the gain must also be more than chance gives when orders are dealt"
    " out keeps it there. Exchanges let whole account histories, opinions included, change places inside circles and replay"
    " everything.",
)
SIMULATIONS: Sequence[str] = (
    "## Simulated: is an effect found that is there?",
    "Circles of 40 accounts, six acquaintances a person on average, some with many, 15 % customers on the first day, one in"
    " five of them dissatisfied; circles differ in how easily they buy. In each of four quarters an account is won with the chance"
    " 1 − exp(−(base of the circle + Σ multiplier · effect · conversations · belief)) over its satisfied acquaintances. *Stated"
    " as shown* is the gain over redrawn contacts that refgraph says so many first orders show in 9 of 10 histories"
    " (`.venv/bin/python -m tests.evidence.simulations` makes this part alone).",
)
LIMITS: Sequence[str] = (
    "## Limits",
    "- Four histories, none of them of a company's customers: yours may be easier or harder. Run `refgraph backtest` on it.\n"
    "- Networks here are fixed; in a customer file acquaintances are added by reps who know the outcome. `since` in knows.csv"
    " keeps a later acquaintance out of an earlier ranking.\n"
    "- Likeness of friends that lies inside a circle and not in how many one knows (the same trade, the same street) looks like"
    ' word of mouth to every test here: redrawing contacts takes it away too. "Evidence" means that contacts tell who orders'
    " next, not that talk is why.\n"
    "- Defaults were chosen by trial on these data among others, so figures here flatter a little; weights fitted to a"
    " history are judged on circles and periods that were not learnt from.",
)
