"""The tally of an incident: what it adds to every number of the counts. Pure; counting is adding tallies up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.assessment.policy import ATTRIBUTED
from domain.assessment.toll import Toll
from domain.incident.values import Attribution, Nature, Standing

if TYPE_CHECKING:
    from domain.assessment.policy import Reckoning

Addend = tuple[str, str, int]
"""A party (empty: whoever it was), a number such as `violations.attributed` or `suffered.killed.low`, an amount."""

UNCOUNTED = (Standing.RETRACTED, Standing.MERGED)
"""What counts nowhere."""

NATURES = {Nature.VIOLATION: "violations", Nature.RETALIATION: "retaliations", Nature.INCIDENT: "other"}


def tally(nature: Nature, reckoning: Reckoning) -> tuple[Addend, ...]:
    """Every number that the incident adds to; the same incident always adds the same, in the same order.

    A contested incident counts under each party named, and is never added into what is attributed; an
    admission attributes. `inflicted` is what an attributed incident did to others than its perpetrator,
    `suffered` what any incident did to the party. `incidents` counts it once for everyone behind a number.
    """
    judged = reckoning
    return addends(told(nature, judged.attribution, judged.perpetrators, judged.tolls).line)


class Told(NamedTuple):
    """A tally as tables keep it: a short line, the same for the same numbers, and the parties behind any of them."""

    line: str
    parties: tuple[str, ...]


def told(nature: Nature, attribution: Attribution, perpetrators: tuple[str, ...], tolls: tuple[Toll, ...]) -> Told:
    """What an incident adds to the counts, as tables keep it.

    `violations.attributed|perpetrator,…|what:party:outcome:low:high|…`, where a toll that is open has no high.
    """
    number = f"{NATURES[nature]}.{'attributed' if attribution in ATTRIBUTED else attribution}"
    rows = [
        f"{toll.what}:{toll.party}:{toll.outcome}:{toll.low}:{'' if toll.high is None else toll.high}" for toll in tolls
    ]
    return Told("|".join([number, ",".join(perpetrators), *rows]), tuple(sorted({*perpetrators, *_suffering(tolls)})))


def addends(line: str) -> tuple[Addend, ...]:
    """Every number that an incident adds to, by the line that tables keep, in order."""
    number, named, *rows = line.split("|")
    return tuple(sorted(_addends(number, named.split(",") if named else [], [_toll(row) for row in rows])))


def killed_in(line: str) -> int:
    """The least number of people that an incident killed on all sides, by the line that tables keep; 0 if none is told.

    It is the amount of `casualties.killed.low` among the `addends` of the line, found without reading the rest.
    """
    _, _, told = line.partition("|casualties::killed:")
    return int(told.partition(":")[0] or 0)


def _toll(row: str) -> Toll:
    what, party, outcome, low, high = row.split(":")
    return Toll(what, party, outcome, int(low), int(high) if high else None)


def _suffering(tolls: Iterable[Toll]) -> set[str]:
    return {toll.party for toll in tolls if toll.what == "suffered"}


def _addends(number: str, perpetrators: list[str], tolls: list[Toll]) -> Iterator[Addend]:
    for party in ("", *perpetrators):
        yield (party, number, 1)
    for party in ("", *sorted({*perpetrators, *_suffering(tolls)})):
        yield (party, "incidents", 1)
    for toll in tolls:
        name = f"{toll.what}.{toll.outcome}"
        yield (toll.party, f"{name}.low", toll.low)
        yield (toll.party, f"{name}.high", toll.high or 0)
        yield (toll.party, f"{name}.open", int(toll.high is None))
        yield (toll.party, f"{name}.told", 1)


Sums = dict[str, dict[str, int]]
"""Of each party, every number added up."""


def added_up(tallies: Iterable[tuple[Iterable[Addend], int]]) -> Sums:
    """Tallies added up, each as often as it occurs."""
    sums: Sums = {}
    for entries, times in tallies:
        for party, number, amount in entries:
            of_party = sums.setdefault(party, {})
            of_party[number] = of_party.get(number, 0) + amount * times
    return sums


def numbers(sums: Sums) -> dict[str, dict[str, Any]]:
    """The numbers of every party behind which there is an incident; parties in order.

    Each party has `violations`, `retaliations` and `other` by attribution, its losses as `low`, `high`
    (None where a part is open) and `open`, and `incidents`: how many are behind any of these.
    """
    return {party: _numbers(sums[party], whole=not party) for party in sorted(sums) if sums[party].get("incidents")}


def nothing() -> dict[str, Any]:
    """The numbers of all, where there is nothing to count."""
    return _numbers({}, whole=True)


def _numbers(sums: dict[str, int], *, whole: bool) -> dict[str, Any]:
    attributions = ("attributed", "contested", *(("unattributed",) if whole else ()))
    shown: dict[str, Any] = {
        name: {attribution: sums.get(f"{name}.{attribution}", 0) for attribution in attributions}
        for name in NATURES.values()
    }
    for what in ("casualties",) if whole else ("inflicted", "suffered"):
        told = [name.split(".") for name, amount in sums.items() if amount and name.endswith(".told")]
        outcomes = sorted(outcome for counted, outcome, _ in told if counted == what)
        shown[what] = {outcome: _range(sums, f"{what}.{outcome}") for outcome in outcomes}
    return shown | {"incidents": sums.get("incidents", 0)}


def _range(sums: dict[str, int], name: str) -> dict[str, Any]:
    is_open = sums[f"{name}.open"] > 0
    return {"low": sums[f"{name}.low"], "high": None if is_open else sums[f"{name}.high"], "open": is_open}
