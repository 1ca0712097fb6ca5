"""What the filters of a query may say. A slip of the pen is refused, and never answered with nothing."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from domain.act import Act
from domain.compliance.judging import Status
from domain.errors import Unacceptable
from domain.incident.values import Attribution, Nature, Standing
from projections.beside import Beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from projections.progress import Progress
    from projections.reader import Reader

UNKNOWN = "unknown"
"""The day, month, year or governorate of what has none that is known."""

MEMBERS = {
    "party": "involved",
    "perpetrator": "perpetrators",
    "possible_perpetrator": "possible",
    "target": "targets",
}
"""Filters on one of several members, with the column that holds them."""

VIOLATION = ("uncertain", "contested", "attributed")
"""How far a violation is a party's, from the least."""

_VOCABULARIES = {
    "nature": [str(word) for word in Nature],
    "act": [str(word) for word in Act],
    "attribution": [str(word) for word in Attribution],
    "standing": [str(word) for word in Standing],
    "breach": [str(word) for word in Status],
    "violation": [*VIOLATION],
}
_NAMES = dict.fromkeys([*MEMBERS, "violator"], "party") | {"agreement": "agreement"}
_FORMS = {
    "day": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "", "2020-02-20"),
    "month": (re.compile(r"[0-9]{4}-[0-9]{2}"), "-01", "2020-02"),
    "year": (re.compile(r"[0-9]{4}"), "-01-01", "2020"),
}
"""How each is written, what makes a day of it, and an example."""


def split(text: str) -> list[str]:
    """The words of a filter, any of which will do."""
    return [word.strip() for word in text.split(",")]


def check(store: Reader, wanted: Mapping[str, str]) -> None:
    """Raises Unacceptable, naming the filter, for what no incident could pass whatever it is."""
    # Of no standing at all is what is behind a count of what counts nowhere: nothing.
    wanted = {field: text for field, text in wanted.items() if (field, text) != ("standing", "")}
    for field, text in wanted.items():
        if not all(word for part in text.split(";") for word in split(part)):
            raise Unacceptable(
                f"{field} is empty, or has an empty part: leave it out to select everything", field=field
            )
    for field, table in _NAMES.items():
        if field in wanted:
            # Only of what an incident has several of can several be asked for at once.
            words = split(wanted[field].replace(";", ",") if field in MEMBERS else wanted[field])
            _check_among(field, words, _registered(store, table), f"no {table} {{}} is registered")
    if "provision" in wanted:
        _check_articles(store, wanted)
    for field, allowed in _VOCABULARIES.items():
        if field in wanted:
            _check_among(field, split(wanted[field]), allowed, f"{{}} is none of {', '.join(allowed)}")
    for field in _FORMS.keys() & wanted.keys():
        _check_form(field, wanted[field])
    if wanted.get("governorate", UNKNOWN) != UNKNOWN:
        _check_governorate(store, wanted["governorate"])


def _check_among(field: str, words: Iterable[str], allowed: Iterable[str], refusal: str) -> None:
    for word in words:
        if word not in allowed:
            raise Unacceptable(refusal.format(repr(word)), field=field)


def _check_articles(store: Reader, wanted: Mapping[str, str]) -> None:
    """Raises Unacceptable for an article that no text of the agreements asked for has ever had, or of any."""
    among = split(wanted["agreement"]) if "agreement" in wanted else None
    having = {article for agreement, article in _articles(store) if among is None or agreement in among}
    whose = "no agreement" if among is None else f"nothing of {', '.join(among)}"
    _check_among("provision", split(wanted["provision"]), having, f"{whose} has a provision {{}}")


def _check_form(field: str, text: str) -> None:
    form, rest, example = _FORMS[field]
    if text == UNKNOWN:
        return
    try:
        date.fromisoformat(text + rest if form.fullmatch(text) else "")
    except ValueError as wrong:
        raise Unacceptable(f"{text!r} is not a {field} of the form {example}", field=field) from wrong


_GOVERNORATES = """(
    SELECT governorate AS name FROM incident_versions
    UNION ALL SELECT json_extract_string(body, '$.place.adm1') FROM monitoring_versions
    UNION ALL SELECT unnest(json_extract_string(body, '$.denials[*].place.adm1')) FROM monitoring_versions
)"""
"""Every governorate that a version of anything has: where something happened, was watched, or kept from being."""


def _check_governorate(store: Reader, wanted: str) -> None:
    """Raises Unacceptable for a name that no version has, with the nearest one that some version has."""
    if store.rows(f"SELECT 1 FROM {_GOVERNORATES} WHERE name = ? LIMIT 1", [wanted]):
        return
    found = store.rows(f"SELECT DISTINCT name FROM {_GOVERNORATES} WHERE name NOT NULL AND name <> ?", [UNKNOWN])
    known = {str(name).casefold(): str(name) for (name,) in sorted(found)}
    near = "".join(f"; {known[one]!r} is" for one in get_close_matches(wanted.casefold(), known, n=1))
    raise Unacceptable(f"no governorate {wanted!r} is in this ledger{near}", field="governorate")


_REMEMBERED = Beside[dict[str, tuple["Progress", frozenset[Any]]]](dict)


def _registered(store: Reader, table: str) -> frozenset[str]:
    """Every name that tables have for parties, or for agreements."""
    return frozenset(slug for (slug,) in _remembered(store, f"SELECT DISTINCT slug FROM {table}_versions"))


def _articles(store: Reader) -> frozenset[tuple[str, str]]:
    """Every provision that a text of any version has, by agreement and article."""
    articles = "unnest(json_extract_string(body, '$.provisions[*].article'))"
    return _remembered(store, f"SELECT DISTINCT slug, {articles} FROM agreement_versions")


def _remembered(store: Reader, query: str) -> frozenset[Any]:
    """The rows of a query, remembered for as long as the tables stand still."""
    remembered = _REMEMBERED.of(store)
    progress = store.progress
    held = remembered.get(query)
    if held is None or held[0] != progress:
        held = remembered[query] = (progress, frozenset(store.rows(query)))
    return held[1]
