"""Looking through a lens: from the words of a query to the cut of a table, and back to the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.assessment.policy import POLICIES, POLICY
from domain.assessment.tally import UNCOUNTED
from domain.errors import Unacceptable
from domain.instant import end_of_moment, zone_named
from domain.lens import Lens
from projections.beside import Lately
from projections.clock import FOREVER, micros, moment_of
from projections.held import Cut

if TYPE_CHECKING:
    from datetime import datetime

    from projections.reader import Reader

_RECORDED = Lately[int, "datetime"](64)
"""When positions were recorded: every answer asks for that of its own, and of a million facts it takes 1.5 ms."""


@dataclass(frozen=True)
class Open:
    """What keeps the answer to a query from holding for ever: the words left out, and those beyond the present."""

    missing: frozenset[str] = frozenset()
    ahead: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    """The streams that are parked at or before the position: once they are taken up, the answer is another."""

    @property
    def permanent(self) -> bool:
        """Whether nothing is open: the same words give the same answer for ever."""
        return not self.missing and not self.ahead and not self.waiting


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
    if is_number(text):
        return int(text)
    recorded_by = _moment(text, tz, "position")
    if recorded_by is None:  # pragma: no cover - a text always gives a moment
        raise AssertionError
    query = "SELECT coalesce(max(position), 0) FROM facts WHERE recorded_at <= ?"
    return int(store.rows(query, [micros(recorded_by)])[0][0])


def is_number(text: str) -> bool:
    """Whether a word that means a position is the position itself, and not a recording time."""
    return text.isascii() and text.isdigit() and len(text) < len(str(FOREVER))


def still_open(
    store: Reader, lens: Lens, *, known_at: str | None, position: str | None, policy: str | None, now: datetime
) -> Open:
    """What is open in the words that gave this lens: `known_at`, `position` and `policy` have to be given.

    A clock later than `now` (UTC) is beyond the present, and so is a recording time that new facts may still share.
    """
    words = {"known_at": known_at, "position": position, "policy": policy}
    clocks = {"as_of": lens.as_of, "known_at": lens.known_at}
    ahead = {name for name, moment in clocks.items() if moment is not None and moment > now}
    if position is not None and not _is_settled(store, lens, position):
        ahead.add("position")
    missing = frozenset(name for name, word in words.items() if word is None)
    last = bounds(lens)[1]
    waiting = frozenset(f"{stream} {at}" for stream, at in [*store.parked_at.items()] if at <= last)
    return Open(missing, frozenset(ahead), waiting)


def _is_settled(store: Reader, lens: Lens, position: str) -> bool:
    """Whether a position, or the recording time that gave it, will always mean this one.

    Recording times never go back: so it will, once the fact after it is recorded later than that time.
    """
    if is_number(position):
        return True
    recorded_by = _moment(position, lens.tz, "position")
    following = store.rows("SELECT recorded_at FROM facts WHERE position = ?", [(lens.position or 0) + 1])
    return recorded_by is not None and bool(following) and int(following[0][0]) > micros(recorded_by)


def fixed(store: Reader, lens: Lens, still: Open) -> Lens:
    """The same lens with an open `known_at` at the recording of its position: nothing up to there was known later."""
    if "known_at" not in still.missing | still.ahead:
        return lens
    return lens.model_copy(update={"known_at": recorded_at(store, lens)})


def mark(store: Reader, lens: Lens) -> str:
    """What tells the log up to the lens's position from any other: when its first fact and its last were recorded."""
    query = "SELECT recorded_at FROM facts WHERE position IN (1, ?) ORDER BY position"
    return " ".join(str(moment) for (moment,) in store.rows(query, [lens.position]))


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


def cut_of(lens: Lens) -> Cut:
    """What a lens lets through, as it is asked of versions held in memory."""
    known, position = bounds(lens)
    return Cut(known, position, FOREVER - 1 if lens.as_of is None else micros(lens.as_of))


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
    recorded = recorded_at(store, lens)
    return recorded if lens.as_of is None else min(lens.as_of, recorded)


def recorded_at(store: Reader, lens: Lens) -> datetime:
    """When the lens's position was recorded (UTC); 1970 where nothing is."""
    newest = store.position
    position = newest if lens.position is None else min(lens.position, newest)
    return _RECORDED.of(store, position, lambda: _recorded_at(store, position))


def _recorded_at(store: Reader, position: int) -> datetime:
    # By the one position: recording times never go back, so it has the greatest.
    found = store.rows("SELECT recorded_at FROM facts WHERE position = ?", [position])
    return moment_of(int(found[0][0]) if found else 0)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
