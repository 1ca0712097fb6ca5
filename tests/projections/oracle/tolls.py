"""What claims' rows of people add up to, in its own words."""

from collections import defaultdict
from typing import Any

from tests.projections.oracle.pile import Raw


def settled(said: list[list[Raw]], judged: list[Raw]) -> list[list[Raw]]:
    """Put an analyst's rows wherever a claim speaks of the same party and outcome, or alone where none does."""
    told = []
    for key in {(row.get("party"), row["outcome"]) for row in judged}:
        own = [row for row in judged if (row.get("party"), row["outcome"]) == key]
        speaks = False
        for rows in said:
            same = [row for row in rows if (row.get("party"), row["outcome"]) == key]
            if same:
                speaks = True
                rows[:] = [row for row in rows if row not in same] + own
        if not speaks:
            told.append(own)
    return said + told


def people(said: list[list[Raw]], outcome: str, whose: str, *, others: bool) -> tuple[int, int | None] | None:
    """What each claim's rows add up to for some people and an outcome, and then the least and the greatest of these.

    Claims may tell of different people - of two parties, or of soldiers and of civilians: then there may be more.
    """
    least, most, kinds = [], [], defaultdict[tuple[str | None, str], list[int]](list)
    for claim in said:
        rows = [row for row in claim if row["outcome"] == outcome and (row.get("party") != whose) is others]
        if not rows:
            continue
        if any(row["bounds"][0] is not None for row in rows):
            least.append(sum(row["bounds"][0] or 0 for row in rows))
        most.append(together([row["bounds"][1] for row in rows]))
        for row in rows:
            kinds[row.get("party"), row["category"]].append(row["bounds"][1] or 0)
    if not most:
        return None
    apart = 0
    whose_is_said = [(who, sort) for who, sort in kinds if who]
    for party in {who for who, _ in whose_is_said}:
        sorted_out = sum(max(highs) for (who, sort), highs in kinds.items() if who == party and sort != "unstated")
        apart += max(sorted_out, *kinds.get((party, "unstated"), [0]))
    for sort in ("combatant", "civilian"):
        if not any(known in {sort, "unstated"} for _, known in whose_is_said):
            apart += max(kinds.get((None, sort), [0]))
    known = [high for high in most if high is not None]
    return min(least, default=0), None if len(known) < len(most) else max([*known, apart])


def together(highs: list[int | None]) -> int | None:
    return None if None in highs else sum(high for high in highs if high is not None)


def bounds(quantity: Raw) -> tuple[int | None, int | None]:
    form, number = next((form, number) for form, number in quantity.items() if form not in {"wording", "best"})
    meanings: dict[str, Any] = {
        "exact": lambda: (number, number),
        "about": lambda: (number, number),
        "at_least": lambda: (number, None),
        "more_than": lambda: (number + 1, None),
        "at_most": lambda: (0, number),
        "between": lambda: tuple(number),
        "several": lambda: (2, None),
        "unknown": lambda: (None, None),
    }
    low, high = meanings[form]()
    return low, high
