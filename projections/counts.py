"""Counting incidents, under any lens: tallies added up, with the filters that list exactly the incidents behind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from domain.assessment.tally import UNCOUNTED, Addend, Sums, added_up, addends, nothing, numbers
from domain.errors import Unacceptable
from projections.looking import COUNTED
from projections.multi_groups import SEVERAL, in_several
from projections.selection import BUCKETS, condition
from projections.word_filters import counts_at_all, word_tests

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.selection import Selection

Key = tuple[Any, ...]

_COLUMNS = {
    "act": "v.act",
    "nature": "v.nature",
    "standing": "v.standing",
    **BUCKETS,
}
GROUP_BY = ("party", *_COLUMNS, *SEVERAL)
"""What counts can be grouped by. Attribution is not: every group says what is attributed, and what contested."""


def grouped(store: Reader, lens: Lens, selection: Selection, group_by: Sequence[str]) -> list[dict[str, Any]]:
    """One group for each combination that occurs, in a total order; the unit is the incident.

    Each has the numbers of `domain.assessment.tally`, its `count` of incidents behind any of them, and as `where` the
    filters that list exactly those incidents. An incident may breach several provisions, and lie in several zones.
    Raises Unacceptable.
    """
    for name in group_by:
        if name not in GROUP_BY:
            raise Unacceptable(f"{name!r} is none of {', '.join(GROUP_BY)}", field="group_by")
    if not group_by or len(set(group_by)) < len(group_by):
        raise Unacceptable("group_by names each part once", field="group_by")
    groups = []
    for filters in in_several(store, lens, selection, [name for name in group_by if name in SEVERAL]):
        narrowed = selection.model_copy(update=filters)
        names = [name for name in group_by if name != "party" and name not in filters]
        for key, sums in _sums(store, lens, narrowed, names).items():
            parts = filters | dict(zip(names, key, strict=True))
            for party, counted in numbers(sums).items():
                if bool(party) is ("party" in group_by):
                    groups.append(_group({name: parts.get(name, party) for name in group_by}, counted, narrowed))
    return sorted(groups, key=lambda group: [_rank(group[name]) for name in group_by])


def whole(store: Reader, lens: Lens, selection: Selection) -> dict[str, Any]:
    """The numbers of all incidents, each counted once, whoever did it - what is attributed to nobody included."""
    sums = _sums(store, lens, selection, []).get((), {})
    counted = numbers({"": sums[""]} if "" in sums else {}).get("", nothing())
    return _group({}, counted, selection)


def _sums(store: Reader, lens: Lens, selection: Selection, names: list[str]) -> dict[Key, Sums]:
    """The sums for each combination of the columns; from the index, where nothing is selected or told apart."""
    ready = None if names or selection.words() else store.memory.sums(lens)
    if ready is not None:
        return {(): ready}
    tallies = _tallies(store, lens, selection, [_COLUMNS[name] for name in names])
    return {key: added_up(of_key) for key, of_key in tallies.items()}


def _tallies(
    store: Reader, lens: Lens, selection: Selection, columns: list[str]
) -> dict[Key, list[tuple[tuple[Addend, ...], int]]]:
    """The tallies that occur for each combination of the columns, with how many incidents have each."""
    where = condition(store, selection, lens)
    where.add(COUNTED)
    tests = None if columns else word_tests(selection)
    shelved = None if tests is None else store.memory.tallies(lens, [*tests, ("standing", counts_at_all)])
    if shelved is not None:
        return {(): [(_read(entries), times) for entries, times in shelved]} if shelved else {}
    keys = "".join(f"{column}, " for column in columns)
    found = store.rows(
        f"SELECT {keys} v.tally, count(*) FROM incident_versions v WHERE {where.sql} GROUP BY {keys} v.tally",
        where.values,
    )
    tallies: dict[Key, list[tuple[tuple[Addend, ...], int]]] = {}
    for *key, entries, times in found:
        tallies.setdefault(tuple(key), []).append((_read(entries), times))
    return tallies


_read = lru_cache(maxsize=100_000)(addends)


def _group(named: dict[str, Any], counted: dict[str, Any], selection: Selection) -> dict[str, Any]:
    where = {name: "unknown" if value is None else value for name, value in named.items()}
    if "party" in where and selection.party not in {None, where["party"]}:
        where["party"] = f"{selection.party};{where['party']}"
    if selection.standing is not None:
        where = {"standing": _that_count(selection.standing)} | where
    count = counted.pop("incidents")
    return named | counted | {"count": count, "where": where}


def _that_count(standing: str) -> str:
    """The standings asked for, without those that count nowhere: a list would show them."""
    return ",".join(word for part in standing.split(",") if (word := part.strip()) not in UNCOUNTED)


def _rank(part: str | None) -> tuple[bool, str]:
    """A total order in which what is unknown comes last."""
    return (part is None, part or "")
