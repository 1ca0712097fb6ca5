"""Reading escalation chains: what answered what, asserted and inferred, under any lens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.chains.ladder import rung_of
from domain.chains.openness import NO_FIT, openness, patience
from domain.excitation.candidates import DELAYS
from projections.bodies import narrated
from projections.chaining.crossing import Agreements
from projections.chaining.linking import left_out_shown, links_shown, stepped_shown, tempo_shown
from projections.chaining.stepping import of_incident, of_statement
from projections.chaining.theatre import USUAL, around, statements_among, whole
from projections.clock import micros, shown
from projections.columns import unlisted
from projections.fits import in_force
from projections.inference.inferred import told
from projections.inference.stage import why_not
from projections.looking import judged_at, seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.chains.chain import Chain
    from domain.chains.openness import Patience
    from domain.lens import Lens
    from projections.chaining.stepping import Measured
    from projections.chaining.theatre import Joining, Theatre
    from projections.inference.inferred import Told
    from projections.reader import Reader


def page(store: Reader, lens: Lens, joining: Joining = USUAL) -> list[dict[str, Any]]:
    """Every chain, by when its first step began."""
    theatre = whole(store, lens, joining)
    return chains_shown(store, lens, joining, theatre, theatre.chains)


def one(store: Reader, lens: Lens, chain: UUID, joining: Joining = USUAL) -> dict[str, Any] | None:
    """The chain of this id: that of its first step."""
    found = of(store, lens, chain, joining)
    return found if found is not None and found["id"] == str(chain) else None


def of(store: Reader, lens: Lens, member: UUID, joining: Joining = USUAL) -> dict[str, Any] | None:
    """The chain that an incident or statement is part of; None where it answers nothing and is not answered."""
    theatre = around(store, lens, joining, member)
    found = theatre.chain_of(member)
    return None if found is None else chains_shown(store, lens, joining, theatre, [found])[0]


def sources(store: Reader, lens: Lens, found: list[dict[str, Any]]) -> set[str]:
    """The slugs of all whose words are in chains that the lens shows: claims, statements, and who asserts an answer."""
    members = {step["id"] for chain in found for step in chain["steps"]}
    seen_by, cut = seen(lens)
    claiming = store.rows(
        "SELECT DISTINCT v.sources FROM incident_versions v"
        f" WHERE v.id IN (SELECT unnest(?::VARCHAR[])::UUID) AND {seen_by}",
        [sorted(members), *cut],
    )
    stating = {one["source"] for one in statements_among(store, lens, {UUID(one) for one in members}).values()}
    asserting = {link["asserted_by"] for chain in found for link in chain["links"]} - {None}
    return {slug for (slugs,) in claiming for slug in unlisted(slugs)} | stating | asserting


def heading(store: Reader, lens: Lens, joining: Joining) -> dict[str, Any]:
    """What chains rest on: the fit that is inferred from, with what takes no part, or why nothing is inferred."""
    fit = in_force(store, lens)
    reason = "no fit is adopted" if fit is None else None if joining.infers else "only what is asserted is asked for"
    return {
        "fit": None if fit is None else fit.cited() | {"left_out": fit.fit.left_out},
        "not_inferred": reason,
        "probability": joining.probability if joining.infers else None,
        "basis": joining.basis,
    }


def waits(store: Reader, lens: Lens) -> Patience:
    """How long after a step an answer may still come: by the fit that is in force, if any."""
    fit = in_force(store, lens)
    return NO_FIT if fit is None else patience(DELAYS, fit.fit.parameters.delay)


def chains_shown(
    store: Reader, lens: Lens, joining: Joining, theatre: Theatre, chains: Sequence[Chain]
) -> list[dict[str, Any]]:
    """Some chains of a theatre, as answers show them."""
    steps = _steps(store, lens, joining, theatre, chains)
    agreements, waiting, at = Agreements(store, lens), waits(store, lens), judged_at(store, lens)
    found = []
    for chain in chains:
        opened = openness(chain, at, waiting)
        told_of = [steps[step.id].shown for step in chain.steps]
        found.append(
            {
                "id": str(chain.id),
                "began": told_of[0]["occurred"],
                "last": told_of[-1]["occurred"],
                "peak": chain.peak,
                "peak_rung": rung_of(chain.peak)._asdict(),
                "open": {"is_open": opened.is_open, "until": shown(micros(opened.until)), "reason": opened.reason},
                "tempo": tempo_shown(chain, steps),
                "stepped": stepped_shown(chain, steps),
                "agreements": agreements.crossed_by(chain),
                "steps": told_of,
                "links": links_shown(chain, steps),
                "left_out": left_out_shown(chain.left_out),
            }
        )
    return found


def _steps(
    store: Reader, lens: Lens, joining: Joining, theatre: Theatre, chains: Sequence[Chain]
) -> dict[UUID, Measured]:
    """What all their links are measured by."""
    statements = theatre.statements
    steps = [step for chain in chains for step in chain.steps]
    incidents = [step for step in steps if step.id not in statements]
    read = narrated(store, lens, [step.id for step in incidents])
    infers = joining.infers and in_force(store, lens) is not None
    inferred = _told(store, lens, theatre, [step.id for step in incidents]) if infers else {}
    measured = {step.id: of_statement(step, statements[step.id]) for step in steps if step.id in statements}
    for step, body in zip(incidents, read, strict=True):
        reason = why_not(store, lens, step.id) if infers and step.id not in inferred else None
        measured[step.id] = of_incident(step, body, inferred.get(step.id), reason)
    return measured


def _told(store: Reader, lens: Lens, theatre: Theatre, incidents: Sequence[UUID]) -> dict[UUID, Told]:
    """What incidents may have answered; those that were looked at one by one need not be looked at again."""
    later = [one for one in incidents if one not in theatre.told]
    known = {one: found for one in incidents if (found := theatre.told.get(one)) is not None}
    return known | (told(store, lens, later) if later else {})
