"""What an incident's page says of one version of it, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from domain.assessment.policy import assess
from domain.incident.state import IncidentState
from domain.model import in_known_order
from projections.clock import micros, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from domain.answering import AnswersSaid
    from domain.assessment.policy import Assessment
    from domain.assessment.quantities import AssessedQuantity
    from domain.assessment.toll import Toll
    from domain.incident.said import HeldClaim, Note
    from domain.lens import Lens
    from domain.model import Fact
    from projections.reader import Reader


class Assessed(NamedTuple):
    """What an incident's facts add up to, and what a policy makes of it."""

    state: IncidentState
    assessment: Assessment


def assessed(facts: Iterable[Fact], policy: str) -> Assessed:
    """The incident of the facts that a lens shows, judged by a policy."""
    state = IncidentState()
    for fact in in_known_order(facts):
        state.evolve(fact)
    return Assessed(state, assess(state, policy))


def body_of(facts: Iterable[Fact], policy: str) -> dict[str, Any]:
    """What the facts that a lens shows say of their incident, with every claim, in JSON's own types."""
    return whole(assessed(facts, policy))


def summary_of(facts: Iterable[Fact], policy: str) -> dict[str, Any]:
    """The same without its claims and conflicts, which are only counted."""
    return summed_up(assessed(facts, policy))


def whole(incident: Assessed) -> dict[str, Any]:
    """An incident with every claim, in JSON's own types."""
    return _summary(*incident) | _detail(*incident)


def summed_up(incident: Assessed) -> dict[str, Any]:
    """The same without its claims and conflicts, which are only counted."""
    state, assessment = incident
    counted = {"claim_count": len(state.claims), "conflict_count": len(assessment.conflicts)}
    return _summary(state, assessment) | counted


def bodies(store: Reader, lens: Lens, streams: Sequence[UUID]) -> list[dict[str, Any]]:
    """What the facts that the lens shows say of each of these incidents, in the same order."""
    facts = store.facts_of(streams, lens)
    return [{"id": str(stream)} | body_of(facts[stream], lens.policy) for stream in streams]


def narrated(store: Reader, lens: Lens, streams: Sequence[UUID]) -> list[dict[str, Any]]:
    """The same without claims and conflicts, with the first `text` that stands: what is told of a step of a chain."""
    facts = store.facts_of(streams, lens)
    told = []
    for stream in streams:
        state, assessment = assessed(facts[stream], lens.policy)
        told.append({"id": str(stream)} | _summary(state, assessment) | {"text": _first_text(state)})
    return told


def summaries(store: Reader, lens: Lens, versions: Sequence[tuple[UUID, str]]) -> list[dict[str, Any]]:
    """The same without claims and conflicts, of these incidents, each as folded from these facts.

    From the same facts follows the same for ever, so what was shown lately is not folded again.
    """
    lately = store.memory.shown
    told = {one: body for one in versions if (body := lately.get((*one, lens.policy))) is not None}
    missing = [one for one in versions if one not in told]
    facts = store.facts_of([stream for stream, _ in missing], lens) if missing else {}
    for one in missing:
        told[one] = {"id": str(one[0])} | summary_of(facts[one[0]], lens.policy)
        # The row and the facts are read one after the other: a stream may have been taken up in between.
        if one[1] == f"{sum(1 << fact.originator_version for fact in facts[one[0]]):x}":
            lately.keep((*one, lens.policy), told[one])
    # Each answer has its own copy: answers that wait are left out of it.
    return [{**told[one]} for one in versions]


def _first_text(state: IncidentState) -> str | None:
    claims = (held.claim for held in state.all_claims())
    return next((one.text for one in claims if one.text and one.id not in state.withdrawn), None)


def _detail(state: IncidentState, assessment: Assessment) -> dict[str, Any]:
    """Every claim with how it stands, and where those that count disagree."""
    counted = set(assessment.claims)
    return {
        "claims": [_claim(state, held, counted) for held in state.all_claims()],
        "conflicts": [
            {"about": one.about, "claims": [str(claim) for claim in one.claims], "values": list(one.values)}
            for one in assessment.conflicts
        ],
    }


def _summary(state: IncidentState, assessment: Assessment) -> dict[str, Any]:
    """What stands in the stream itself; what answers it stands in other streams."""
    frame = state.frame
    if frame is None:  # pragma: no cover - the opening is always among the facts
        raise AssertionError
    return {
        "nature": state.nature,
        "standing": assessment.standing,
        "attribution": assessment.attribution,
        "perpetrators": list(assessment.perpetrators),
        "possible_perpetrators": list(assessment.possible_perpetrators),
        "occurred": frame.occurred.model_dump(mode="json", by_alias=True),
        "place": frame.place.model_dump(mode="json"),
        "act": frame.act,
        "targets": list(frame.targets),
        "assessed": {
            "policy": assessment.policy,
            "overridden": assessment.overridden,
            "override": None
            if state.override is None
            else state.override[0].model_dump(mode="json", exclude_none=True) | _note(state.override[1]),
            "claims": [str(claim) for claim in assessment.claims],
            "casualties": [quantity_json(row, "category") for row in assessment.casualties],
            "tolls": [_toll(toll) for toll in assessment.tolls if toll.what != "inflicted"],
            "equipment": [quantity_json(row, "type") for row in assessment.equipment],
        },
        "breaches": _breaches(state),
        "answers": [told_answer(state, answer_id) for answer_id in sorted(state.answers, key=str)],
        "finding": None if state.finding is None else {"standing": state.finding[0]} | _note(state.finding[1]),
        "retraction": None if state.retracted is None else _note(state.retracted),
        "merged_into": _text(state.merged_into),
        "split_from": _text(state.split_from),
        "external_id": None if state.external_id is None else state.external_id.model_dump(),
    }


def _toll(toll: Toll) -> dict[str, Any]:
    """What the incident adds to the counts: each claim's own rows added up, then compared with the others'."""
    return {
        "of": toll.party or "all",
        "outcome": toll.outcome,
        "low": toll.low,
        "high": toll.high,
        "open": toll.high is None,
    }


def quantity_json(row: AssessedQuantity, kind: str) -> dict[str, Any]:
    """One assessed number; `open` says that it may be more than `high` would say."""
    return {
        "party": row.party,
        kind: row.kind,
        "outcome": row.outcome,
        "low": row.low,
        "high": row.high,
        "best": row.best,
        "open": row.open,
        "claims": [str(claim) for claim in row.claims],
    }


def _claim(state: IncidentState, held: HeldClaim, counted: set[UUID]) -> dict[str, Any]:
    claim = held.claim
    withdrawn = state.withdrawn.get(claim.id)
    named = list(claim.perpetrators)
    body = claim.model_dump(mode="json", by_alias=True, exclude={"perpetrators"})
    return body | {
        "perpetrator": named[0] if len(named) == 1 else None,
        "possible_perpetrators": named if len(named) > 1 else None,
        "known_at": shown(micros(held.known_at)),
        "superseded_by": _text(state.superseder(claim.id)),
        "counts": claim.id in counted,
        "withdrawn": None if withdrawn is None else _note(withdrawn),
    }


def told_answer(state: AnswersSaid, answer_id: UUID) -> dict[str, Any]:
    """One answer of an incident or statement: who asserts it, who disputes it, and how it stands."""
    disputes = state.answer_disputes.get(answer_id, [])
    finding = state.answer_findings.get(answer_id)
    return state.answers[answer_id].model_dump(mode="json") | {
        "status": state.answer_status(answer_id),
        "disputes": [{"source": one.source} | _note(one.note) for one in disputes],
        "finding": None if finding is None else _note(finding[1]),
    }


def _breaches(state: IncidentState) -> list[dict[str, Any]]:
    keys = sorted(state.allegations.keys() | state.breach_findings.keys())
    return [
        {
            "agreement": agreement,
            "provision": provision,
            "status": state.breach_status((agreement, provision)),
            "alleged_by": [breach.alleged_by for breach in state.allegations.get((agreement, provision), [])],
            "texts": [b.text for b in state.allegations.get((agreement, provision), []) if b.text],
            "reason": state.breach_findings[agreement, provision][1].reason
            if (agreement, provision) in state.breach_findings
            else None,
            "judged": None,
        }
        for agreement, provision in keys
    ]


def _note(note: Note) -> dict[str, Any]:
    return {"reason": note.reason, "known_at": shown(micros(note.known_at))}


def _text(stream: UUID | None) -> str | None:
    return None if stream is None else str(stream)
