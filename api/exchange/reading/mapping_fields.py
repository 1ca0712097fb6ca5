"""The fields of an incident that a mapping may fill, by their names in `POST /incidents`, and what each takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.act import Act
from domain.claim import Category, Damage, Outcome, Stance
from domain.incident.values import Nature
from domain.moment import Precision
from domain.place import PlacePrecision
from domain.sourced import Basis


class Kind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    WORD = "word"
    MOMENT = "moment"
    DEGREES = "degrees"
    NUMBER = "number"
    QUANTITY = "quantity"
    FLAG = "flag"
    PARTY = "party"
    PARTIES = "parties"


@dataclass(frozen=True)
class Known:
    """A field: what it takes, of which words, and whether a mapping cannot do without it."""

    kind: Kind
    words: tuple[str, ...] = ()
    needed: bool = False


def _word(words: Iterable[str], *, needed: bool = False) -> Known:
    return Known(Kind.WORD, tuple(words), needed)


_TEXT = Known(Kind.TEXT)
_MOMENT = Known(Kind.MOMENT)
_NUMBER = Known(Kind.NUMBER)

FIELDS: dict[str, Known] = {
    "external_id": Known(Kind.TEXT, needed=True),
    "nature": _word(Nature),
    "act": _word(Act, needed=True),
    "targets": Known(Kind.PARTIES),
    "occurred.from": Known(Kind.MOMENT, needed=True),
    "occurred.to": _MOMENT,
    "occurred.precision": _word(Precision),
    "occurred.zone": _TEXT,
    "place.name": Known(Kind.TEXT, needed=True),
    "place.lat": Known(Kind.DEGREES),
    "place.lon": Known(Kind.DEGREES),
    "place.precision": _word(PlacePrecision),
    "place.adm1": _TEXT,
    "place.adm2": _TEXT,
    "claim.published_at": Known(Kind.MOMENT, needed=True),
    "claim.basis": _word(Basis),
    "claim.basis_reason": _TEXT,
    "claim.url": _TEXT,
    "claim.text": _TEXT,
    "claim.credibility": _NUMBER,
    "claim.unconfirmed": Known(Kind.FLAG),
    "claim.stance": _word(Stance),
    "claim.perpetrator": Known(Kind.PARTY),
    "claim.possible_perpetrators": Known(Kind.PARTIES),
    "claim.total.low": _NUMBER,
    "claim.total.best": _NUMBER,
    "claim.total.high": _NUMBER,
}
"""Fields that an incident has once."""

LISTS: dict[str, dict[str, Known]] = {
    "claim.casualties": {
        "party": Known(Kind.PARTY),
        "category": _word(Category),
        "outcome": _word(Outcome, needed=True),
        "quantity": Known(Kind.QUANTITY, needed=True),
    },
    "claim.equipment": {
        "party": Known(Kind.PARTY),
        "type": Known(Kind.TEXT, needed=True),
        "outcome": _word(Damage),
        "quantity": Known(Kind.QUANTITY, needed=True),
    },
}
"""Fields that an incident has several of; one whose quantity is empty in a row says nothing in it."""

CHANGED_AT = "changed_at"
"""Beside the incident: when the row was last changed upstream."""
