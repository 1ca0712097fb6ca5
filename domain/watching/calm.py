"""Whether a period was calm, or only silent: a word for it, and the sentence that says why. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.word import Word

if TYPE_CHECKING:
    from domain.watching.rate import Period


class Calm(Word):
    """How much the silence of a period is worth."""

    CALM = "calm"
    WATCHED = "watched"
    PARTLY_WATCHED = "partly_watched"
    NOT_WATCHED = "not_watched"
    SILENT = "silent"


def calm_of(period: Period) -> Calm:
    """Calm only where every day was watched, nobody was kept out, and no incident is recorded.

    A period of which no day is known to have been watched, and of which no incident is recorded, is silent.
    """
    if period.watched_days == period.days:
        return Calm.CALM if period.is_quiet and not period.kept_out else Calm.WATCHED
    if period.watched_days:
        return Calm.PARTLY_WATCHED
    return Calm.SILENT if period.is_quiet else Calm.NOT_WATCHED


def in_words(period: Period) -> str:
    """The same in a sentence or two, for people."""
    said = [_watched(period), *_kept_out(period), *_quiet(period)]
    return " ".join(said)


def _watched(period: Period) -> str:
    more = period.possible_days > period.watched_days
    possibly = f", and possibly on {_so_many(period.possible_days)}" if more else ""
    if period.watched_days == period.days:
        return f"Watched on {'that day' if period.days == 1 else f'all {period.days} days'}."
    if period.watched_days:
        return f"Watched on {period.watched_days} of {_so_many(period.days)}{possibly}."
    days = "that day" if period.days == 1 else f"any of {period.days} days"
    return f"Nobody is known to have watched on {days}{possibly}."


def _kept_out(period: Period) -> list[str]:
    if not period.kept_out:
        return []
    certain, possible = period.denied_days, period.possibly_denied_days
    if certain == possible:
        return [f"A monitor was kept out on {_so_many(certain)}."]
    if certain:
        return [f"A monitor was kept out on {_so_many(certain)}, and possibly on {possible}."]
    return [f"A monitor may have been kept out on {_so_many(possible)}."]


def _quiet(period: Period) -> list[str]:
    if not period.is_quiet:
        return []
    match calm_of(period):
        case Calm.CALM:
            return ["No incident is recorded: a calm."]
        case Calm.SILENT:
            return ["No incident is recorded, but this is silence and not calm."]
        case _:
            return ["No incident is recorded, but this cannot be called a calm."]


def _so_many(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
