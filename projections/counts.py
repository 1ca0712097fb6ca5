"""Counting incidents, under any lens: per party, act, month and more, with the filters that list exactly them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from domain.errors import Unacceptable
from domain.incident.values import Nature
from projections.selection import BUCKETS, condition

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.selection import Condition, Selection

Key = tuple[Any, ...]

_NATURES = {Nature.VIOLATION: "violations", Nature.RETALIATION: "retaliations", Nature.INCIDENT: "other"}
_ATTRIBUTED = "('attributed', 'admitted')"
_GROUPS = {
    "act": "v.act",
    "nature": "v.nature",
    "standing": "v.standing",
    "governorate": "v.governorate",
    **BUCKETS,
}
GROUP_BY = ("party", *_GROUPS)
"""What counts can be grouped by. Attribution is not: every group says what is attributed, and what contested."""


def grouped(store: Reader, lens: Lens, selection: Selection, group_by: Sequence[str]) -> list[dict[str, Any]]:
    """One group for each combination that occurs, in a total order.

    The unit is the incident. `attributed` includes what is admitted; what is contested counts under each party
    named, and is never added into it. `inflicted` sums what attributed incidents did to others, `suffered` what
    any counted incident did to the party: lows and highs add up, and stay open where a part is open.
    `where` are the filters that list exactly the incidents behind the group. Raises Unacceptable.
    """
    for name in group_by:
        if name not in GROUP_BY:
            raise Unacceptable(f"{name!r} is none of {', '.join(GROUP_BY)}", field="group_by")
    if not group_by or len(set(group_by)) < len(group_by):
        raise Unacceptable("group_by names each part once", field="group_by")
    where = condition(store, selection, lens)
    tally = _Tally(store, where, [name for name in group_by if name != "party"])
    return tally.by_party(group_by) if "party" in group_by else tally.overall(group_by)


class _Tally:
    """Counts over the incidents of one condition, grouped by columns and, where asked, by party."""

    def __init__(self, store: Reader, where: Condition, names: list[str]) -> None:
        self.store = store
        self.where = where
        self.names = names
        self.columns = [_GROUPS[name] for name in names]

    def by_party(self, group_by: Sequence[str]) -> list[dict[str, Any]]:
        """A group for every party named for an incident, or suffering by one."""
        counted = self._rows("party", "UNNEST(v.perpetrators) p(party)", "v.nature, v.attribution", "count(*)")
        inflicted = self._rows(
            "party",
            "UNNEST(v.perpetrators) p(party), UNNEST(v.casualties) c(loss)",
            "loss.outcome",
            _SUMS,
            f"v.attribution IN {_ATTRIBUTED} AND loss.party IS DISTINCT FROM party",
        )
        suffered = self._rows(
            "loss.party", "UNNEST(v.casualties) c(loss)", "loss.outcome", _SUMS, "loss.party IS NOT NULL"
        )
        behind = self._rows("party", "UNNEST(v.involved) i(party)", "1", "count(*)")
        groups: dict[Key, dict[str, Any]] = {}
        for *key, _, count in behind:
            groups[tuple(key)] = _empty(("attributed", "contested")) | {"inflicted": {}, "suffered": {}, "count": count}
        for *key, nature, attribution, count in counted:
            _count(groups[tuple(key)], nature, attribution, count)
        for name, losses in (("inflicted", inflicted), ("suffered", suffered)):
            for *key, outcome, low, high, is_open in losses:
                groups[tuple(key)][name][outcome] = _range(low, high, is_open)
        return self._shown(groups, group_by, ["party", *self.names])

    def overall(self, group_by: Sequence[str]) -> list[dict[str, Any]]:
        """A group for every combination of the columns, whoever did it."""
        counted = self._rows(None, None, "v.nature, v.attribution", "count(*)")
        losses = self._rows(None, "UNNEST(v.casualties) c(loss)", "loss.outcome", _SUMS)
        groups: dict[Key, dict[str, Any]] = {}
        for *key, nature, attribution, count in counted:
            group = groups.setdefault(
                tuple(key), _empty(("attributed", "contested", "unattributed")) | {"casualties": {}, "count": 0}
            )
            _count(group, nature, attribution, count)
            group["count"] += count
        for *key, outcome, low, high, is_open in losses:
            groups[tuple(key)]["casualties"][outcome] = _range(low, high, is_open)
        return self._shown(groups, group_by, self.names)

    def _rows(self, party: str | None, source: str | None, extra: str, sums: str, also: str = "true") -> list[Key]:
        keys = ", ".join([*([party] if party else []), *self.columns, extra])
        tables = "incident_versions v" + (f", {source}" if source else "")
        query = f"SELECT {keys}, {sums} FROM {tables} WHERE {self.where.sql} AND {also} GROUP BY {keys}"
        return self.store.rows(query, self.where.values)

    def _shown(
        self, groups: dict[Key, dict[str, Any]], group_by: Sequence[str], names: list[str]
    ) -> list[dict[str, Any]]:
        shown = []
        for key in sorted(groups, key=_order):
            parts = dict(zip(names, key, strict=True))
            named = {name: parts[name] for name in group_by}
            where = {name: "unknown" if value is None else value for name, value in named.items()}
            losses = {
                name: dict(sorted(value.items()))
                for name, value in groups[key].items()
                if name in {"inflicted", "suffered", "casualties"}
            }
            shown.append(named | groups[key] | losses | {"where": where})
        return shown


_SUMS = "sum(loss.low)::BIGINT, sum(loss.high)::BIGINT, bool_or(loss.high IS NULL)"


def _empty(attributions: Iterable[str]) -> dict[str, Any]:
    return {name: dict.fromkeys(attributions, 0) for name in _NATURES.values()}


def _count(group: dict[str, Any], nature: str, attribution: str, count: int) -> None:
    of_nature = group[_NATURES[Nature(nature)]]
    of_nature["attributed" if attribution == "admitted" else attribution] += count


def _range(low: int, high: int | None, is_open: bool) -> dict[str, Any]:  # noqa: FBT001 - a column
    return {"low": low, "high": None if is_open else high, "open": is_open}


def _order(key: Key) -> tuple[tuple[bool, str], ...]:
    """A total order in which what is unknown comes last."""
    return tuple((part is None, str(part)) for part in key)
