"""How two pages of one incident differ: what kind of change it is, and each part with its old and new value. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from domain.assessment.tally import UNCOUNTED
from domain.incident import events as e
from domain.incident.values import Standing

if TYPE_CHECKING:
    from domain.model import Fact

Body = dict[str, Any]
Difference = dict[str, Any]

_COMPARED = (
    "nature",
    "standing",
    "attribution",
    "perpetrators",
    "possible_perpetrators",
    "occurred",
    "place",
    "act",
    "targets",
    "breaches",
    "answers",
    "finding",
    "retraction",
    "merged_into",
    "split_from",
)
"""What is compared as a whole; numbers are compared row by row, claims one by one."""

_NUMBERS = ("low", "high", "best", "open")

_JUDGEMENTS = (
    e.Assessed,
    e.AssessmentLifted,
    e.Verified,
    e.Disputed,
    e.BreachConfirmed,
    e.BreachRejected,
    e.AnswerConfirmed,
    e.AnswerRejected,
    e.ClaimRegraded,
)
"""An analyst's own acts, which leave every claim, frame and text as they were."""

KINDS = {
    "split": "only the later lens shows it, and it was split from another",
    "added": "only the later lens shows it",
    "removed": "only the earlier lens shows it",
    "retracted": "the report was taken back, or its last claim withdrawn",
    "merged": "another incident speaks for it",
    "reinstated": "it is no longer retracted",
    "unmerged": "it speaks for itself again",
    "re-judged": "what is shown differs, and every fact of its own that makes it differ is an analyst's judgement: or"
    " there is none, and other texts, drawings of zones or attacks judge it otherwise",
    "corrected": "what is shown differs in any other way",
    "noted": "facts came or went, and nothing that is shown differs",
}
"""Every kind of change; the first that fits."""


def change(was: Body | None, now: Body | None, facts: Iterable[Fact]) -> dict[str, Any]:
    """The kind of change between two pages, what it is about, and every difference.

    `facts` are those that only one of the two shows.
    """
    shown = now or was or {}
    differences = list(_differences(was, now))
    return {
        "change": _kind(was, now, facts) if differences else "noted",
        "act": shown["act"],
        "place": shown["place"]["name"],
        "occurred": shown["occurred"]["from"],
        "differences": differences,
    }


def _kind(was: Body | None, now: Body | None, facts: Iterable[Fact]) -> str:
    if was is None or now is None:
        return "removed" if now is None else "split" if now["split_from"] else "added"
    old, new = was["standing"], now["standing"]
    if old != new and (old in UNCOUNTED or new in UNCOUNTED):
        return str(new) if new in UNCOUNTED else _BACK[old]
    return "re-judged" if all(map(_is_judgement, facts)) else "corrected"


_BACK = {Standing.RETRACTED: "reinstated", Standing.MERGED: "unmerged"}


def _is_judgement(fact: Fact) -> bool:
    return isinstance(fact, _JUDGEMENTS) or (isinstance(fact, e.AnswerDisputed) and fact.source is None)


def _differences(was: Body | None, now: Body | None) -> Iterator[Difference]:
    """Each part that differs, with its old and new value; None where one side does not have it."""
    for name in _COMPARED:
        yield from _unless_same(name, was and was[name], now and now[name])
    yield from _unless_same("override", was and was["assessed"]["override"], now and now["assessed"]["override"])
    for kind in ("casualties", "equipment", "tolls"):
        old, new = _rows(was, kind), _rows(now, kind)
        for about in sorted(old.keys() | new.keys()):
            yield from _unless_same(f"{kind}: {about}", old.get(about), new.get(about))
    gone, came = _counted(was) - _counted(now), _counted(now) - _counted(was)
    yield from _unless_same("claims", sorted(gone), sorted(came))
    yield from _claims(was, now)


def _unless_same(about: str, old: object, new: object) -> Iterator[Difference]:
    """One difference; an empty list is no news where the other side has nothing."""
    if old != new and (old or new):
        yield {"about": about, "old": old, "new": new}


def _rows(body: Body | None, kind: str) -> dict[str, dict[str, Any]]:
    rows = body["assessed"][kind] if body else []
    return {
        " ".join(str(row[name]) for name in ("of", "party", "category", "type", "outcome") if row.get(name)): {
            name: row[name] for name in _NUMBERS if name in row
        }
        for row in rows
    }


def _counted(body: Body | None) -> set[str]:
    """The claims that count."""
    return set(body["assessed"]["claims"]) if body else set()


def _claims(was: Body | None, now: Body | None) -> Iterator[Difference]:
    """Each claim that came, went, or stands otherwise, by when it was known: the parts of it that differ."""
    old, new = ({claim["id"]: claim for claim in body["claims"]} if body else {} for body in (was, now))
    every = old | new
    for name in sorted(every, key=lambda one: (datetime.fromisoformat(every[one]["known_at"]), one)):
        yield from _unless_same(f"claim: {name}", *_parts(old.get(name), new.get(name)))


def _parts(old: Body | None, new: Body | None) -> tuple[Body | None, Body | None]:
    if old is None or new is None:
        return old and _in_short(old), new and _in_short(new)
    names = [name for name in new if new[name] != old.get(name)]
    return {name: old.get(name) for name in names}, {name: new[name] for name in names}


def _in_short(claim: Body) -> Body:
    return {name: claim[name] for name in ("source", "via", "known_at", "stance", "perpetrator", "counts")}
