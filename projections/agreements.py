"""Reading agreements: their text, their life by every source's word, and whether they are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from domain.agreement.life import force_at, phases
from domain.agreement.state import AgreementState
from domain.agreement.values import Change
from domain.moment import Moment
from projections.clock import micros, shown
from projections.document import document, documents
from projections.looking import judged_at
from projections.table import Table

if TYPE_CHECKING:
    from datetime import datetime

    from domain.lens import Lens
    from projections.reader import Reader
    from projections.timeline import Content

_COLUMNS = {"began_by": "BIGINT", "slug": "VARCHAR", "body": "VARCHAR"}
_STORED = {"stored": True}


def content(state: AgreementState) -> Content | None:
    """The columns of one version; None before it was signed or announced."""
    header = state.header
    if header is None:
        return None
    body = header.model_dump(mode="json", by_alias=True) | {
        "provisions": [
            one.model_dump(mode="json", by_alias=True)
            for _, rivals in sorted(state.provisions.items(), key=lambda item: _numbered(item[0]))
            for one in rivals
        ],
        "zones": [
            one.model_dump(mode="json", by_alias=True) for _, drawn in sorted(state.zones.items()) for one in drawn
        ],
        "changes": [one.model_dump(mode="json", by_alias=True) for one in state.life()],
        "obligations": [one.model_dump(mode="json", by_alias=True) for one in state.obligations],
    }
    return (micros(header.made.began_by), header.slug, to_json(body).decode())


AGREEMENTS = Table("agreement", "agreement_versions", _COLUMNS, AgreementState, content)


def page(store: Reader, lens: Lens) -> list[dict[str, Any]]:
    """Every agreement that had been made, by when it was, with whether it is in force."""
    at = judged_at(store, lens)
    return [_as_of(one, lens, at) for one in documents(store, AGREEMENTS, lens, order="v.began_by")]


def one(store: Reader, lens: Lens, slug: str) -> dict[str, Any] | None:
    """One agreement; None where the lens does not show it."""
    found = document(store, AGREEMENTS, lens, slug)
    return None if found is None else _as_of(found, lens, judged_at(store, lens))


def _as_of(body: dict[str, Any], lens: Lens, at: datetime) -> dict[str, Any]:
    """What had come about by the lens's `as_of`, and what is open or overdue at the moment of judging."""
    # Rival dates make a start uncertain before the later one has come: so force is judged on all that is known.
    life = [Change.model_validate(one, context=_STORED) for one in body["changes"]]
    for name in ("changes", "obligations"):
        body[name] = [one for one in body[name] if _happened(one["at"], lens)]
    body["parties"] = sorted({*body["parties"], *(one["party"] for one in body["changes"] if one["party"])})
    repealed = {one["article"] for one in body["changes"]}
    assessed = {one["article"] for one in body["obligations"]}
    for provision in body["provisions"]:
        deadline = _moment(provision["deadline"])
        provision["overdue"] = deadline is not None and deadline.over_by < at and not _met(body, provision["article"])
        provision["repealed"] = provision["article"] in repealed
        provision["assessed"] = provision["article"] in assessed
    told = [{"from": shown(micros(one.since)), "force": one.force} for one in phases(life) if one.since <= at]
    return body | {"in_force": force_at(life, at), "phases": told, "judged_at": shown(micros(at))}


def _met(body: dict[str, Any], article: str) -> bool:
    """Whether every source that judged the promise says, at its latest, that it was kept."""
    judged = [one for one in body["obligations"] if one["article"] == article]
    latest = {one["source"]: one["finding"] for one in sorted(judged, key=lambda one: one["at"]["earliest"])}
    return set(latest.values()) == {"met"}


def _happened(moment: dict[str, Any], lens: Lens) -> bool:
    at = _moment(moment)
    return lens.as_of is None or (at is not None and at.began_by <= lens.as_of)


def _moment(moment: dict[str, Any] | None) -> Moment | None:
    return None if moment is None else Moment.model_validate(moment, context=_STORED)


def _numbered(article: str) -> tuple[int, str]:
    """Articles in the order of their numbers: 2 before 10."""
    digits = article.partition(".")[0]
    return (int(digits) if digits.isdigit() else 0, article)
