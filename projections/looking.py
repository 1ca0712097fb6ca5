"""Looking through a lens: from the words of a query to the cut of a table, and back to the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.assessment import POLICIES, POLICY
from domain.errors import Unacceptable
from domain.lens import Lens
from domain.moment import end_of_moment, zone_named
from domain.tally import UNCOUNTED
from projections.clock import FOREVER, micros, moment_of

if TYPE_CHECKING:
    from datetime import datetime

    from projections.reader import Reader


def resolve(
    store: Reader,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    position: str | None = None,
    tz: str = "UTC",
    policy: str | None = None,
) -> Lens:
    """The lens that these words mean. Bare dates mean the end of that day in `tz`.

    A position may be given as a recording time: then it is the last one recorded by then.
    Raises Unacceptable, naming the parameter.
    """
    try:
        zone_named(tz)
    except ValueError as unknown:
        raise Unacceptable(str(unknown), field="tz") from unknown
    if policy is not None and policy not in POLICIES:
        raise Unacceptable(f"{policy!r} is not a policy of this release: {', '.join(POLICIES)}", field="policy")
    return Lens(
        as_of=_moment(as_of, tz, "as_of"),
        known_at=_moment(known_at, tz, "known_at"),
        position=_position(store, position, tz),
        tz=tz,
        policy=policy or POLICY,
    )


def _moment(text: str | None, tz: str, field: str) -> datetime | None:
    try:
        return None if text is None else end_of_moment(text, tz)
    except ValueError as wrong:
        raise Unacceptable(str(wrong), field=field) from wrong


def _position(store: Reader, text: str | None, tz: str) -> int:
    newest = store.position
    if text is None:
        return newest
    if text.isascii() and text.isdigit() and len(text) < len(str(FOREVER)):
        return int(text)
    recorded_by = _moment(text, tz, "position")
    if recorded_by is None:  # pragma: no cover - a text always gives a moment
        raise AssertionError
    query = "SELECT coalesce(max(position), 0) FROM facts WHERE recorded_at <= ?"
    return int(store.rows(query, [micros(recorded_by)])[0][0])


def lens_json(lens: Lens) -> dict[str, Any]:
    """The lens as answers show it."""
    return {
        "as_of": _text(lens.as_of),
        "known_at": _text(lens.known_at),
        "position": lens.position,
        "tz": lens.tz,
        "policy": lens.policy,
    }


def lens_query(lens: Lens) -> dict[str, str]:
    """Query parameters that give this lens again."""
    return {name: str(value) for name, value in lens_json(lens).items() if value is not None}


def bounds(lens: Lens | None) -> tuple[int, int]:
    """The last moment of knowledge (microseconds) and the last position that a lens shows."""
    known = FOREVER - 1 if lens is None or lens.known_at is None else micros(lens.known_at)
    return known, FOREVER - 1 if lens is None or lens.position is None else lens.position


def seen(lens: Lens, alias: str = "v") -> tuple[str, list[int]]:
    """The cut by knowledge and position, as SQL over a table of versions, with its values."""
    known, position = bounds(lens)
    condition = (
        f"{alias}.known_from <= ? AND {alias}.known_to > ? AND {alias}.position_from <= ? AND {alias}.position_to > ?"
    )
    return condition, [known, known, position, position]


def had_happened_by(lens: Lens, alias: str = "v") -> tuple[str, list[int]]:
    """The cut by occurrence, as SQL: what had certainly begun by `as_of`."""
    return ("true", []) if lens.as_of is None else (f"{alias}.began_by <= ?", [micros(lens.as_of)])


COUNTED = "v.standing NOT IN ({})".format(", ".join(f"'{standing}'" for standing in UNCOUNTED))
"""What counts at all, as SQL over the versions `v` of incidents."""


def judged_at(store: Reader, lens: Lens) -> datetime:
    """The moment at which what is open or overdue is judged: `as_of`, or the recording time of the position (UTC).

    So nothing in an answer depends on today.
    """
    position = FOREVER if lens.position is None else lens.position
    found = store.rows("SELECT coalesce(max(recorded_at), 0) FROM facts WHERE position <= ?", [position])
    recorded = moment_of(int(found[0][0]))
    return recorded if lens.as_of is None else min(lens.as_of, recorded)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
