"""Reading escalation chains: what is said to answer what, with weights, delays and tolls, under any lens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.act import INTENSITY, STATEMENT_INTENSITY, Act
from domain.escalation.chain import Chain, Link, Step, chains, delay
from domain.moment import Moment
from projections.bodies import bodies
from projections.catalogue import TABLE_OF
from projections.clock import moment_of
from projections.document import documents
from projections.links import answering, speaker, speakers
from projections.looking import COUNTED, had_happened_by, seen

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader

_DEADLY = ("killed", "neutralised")


def page(store: Reader, lens: Lens) -> list[dict[str, Any]]:
    """Every chain, by when its first step began."""
    return _Theatre(store, lens).shown()


def one(store: Reader, lens: Lens, chain: UUID) -> dict[str, Any] | None:
    """The chain of this id: that of its first step."""
    return next((found for found in page(store, lens) if found["id"] == str(chain)), None)


def of(store: Reader, lens: Lens, member: UUID) -> dict[str, Any] | None:
    """The chain that an incident or statement is part of; None where it answers nothing and is not answered."""
    chained = page(store, lens)
    return next((found for found in chained if any(step["id"] == str(member) for step in found["steps"])), None)


def sources(store: Reader, lens: Lens, found: list[dict[str, Any]]) -> set[str]:
    """The slugs of all whose words are in chains that the lens shows: claims, statements, and who asserts an answer."""
    members = {step["id"] for chain in found for step in chain["steps"]}
    seen_by, cut = seen(lens)
    claiming = store.rows(
        "SELECT DISTINCT unnest(v.sources) FROM incident_versions v"
        f" WHERE v.id IN (SELECT unnest(?::VARCHAR[])::UUID) AND {seen_by}",
        [sorted(members), *cut],
    )
    statements = documents(store, TABLE_OF["statement"], lens, order="v.began_from")
    stating = {one["source"] for one in statements if one["id"] in members}
    asserting = {link["asserted_by"] for chain in found for link in chain["links"]}
    return {slug for (slug,) in claiming} | stating | asserting


class _Theatre:
    """The incidents and statements that take part in a link, as a lens shows them, and the links between them."""

    def __init__(self, store: Reader, lens: Lens) -> None:
        statements = {
            UUID(one["id"]): one for one in documents(store, TABLE_OF["statement"], lens, order="v.began_from")
        }
        standing = {stream: one for stream, one in statements.items() if one["withdrawn"] is None}
        self.links = [*_links_of_incidents(store, lens), *_links_of_statements(standing, speakers(store, lens))]
        members = {member for link in self.links for member in (link.answer, link.trigger)}
        incidents = _steps(store, lens, members - standing.keys())
        self.steps = [*incidents, *(_step_of(standing[one]) for one in members & standing.keys())]
        self.bodies = {UUID(one["id"]): one for one in bodies(store, lens, [step.id for step in incidents])}
        self.statements = standing
        began = {step.id: step.began_from for step in self.steps}
        self.links = [link for link in self.links if link.answer in began and self._may_answer(link, began)]

    def _may_answer(self, link: Link, began: dict[UUID, datetime]) -> bool:
        """Either may have been dated anew since it was asserted: what was over before the other began was no answer."""
        said = self.statements.get(link.answer)
        moment = said["made"] if said is not None else self.bodies[link.answer]["occurred"]
        return link.trigger in began and datetime.fromisoformat(moment["until"]) >= began[link.trigger]

    def shown(self) -> list[dict[str, Any]]:
        """Every chain as answers show it."""
        return [self._chain(chain) for chain in chains(self.steps, self.links)]

    def _chain(self, chain: Chain) -> dict[str, Any]:
        steps = {step.id: step for step in chain.steps}
        shown = [self._step(step) for step in chain.steps]
        return {
            "id": str(chain.id),
            "began": shown[0]["occurred"],
            "last": shown[-1]["occurred"],
            "peak": min(one["weight"] for one in shown),
            "steps": shown,
            "links": [self._link(link, steps) for link in chain.links],
        }

    def _step(self, step: Step) -> dict[str, Any]:
        said = self.statements.get(step.id)
        if said is not None:
            return {
                "id": str(step.id),
                "kind": "statement",
                "what": said["kind"],
                "by": [said["by"]] if said["by"] else [],
                "against": said["addressed_to"],
                "attribution": None,
                "occurred": said["made"],
                "place": None,
                "deadline": said["deadline"],
                "weight": STATEMENT_INTENSITY,
                "tolls": [],
                "text": said["text"],
            }
        body = self.bodies[step.id]
        return {
            "id": str(step.id),
            "kind": "incident",
            "what": body["act"],
            "by": body["perpetrators"],
            "against": body["targets"],
            "attribution": body["attribution"],
            "occurred": body["occurred"],
            "place": body["place"]["name"],
            "deadline": None,
            "weight": INTENSITY[Act(body["act"])],
            "tolls": _tolls(body),
            "text": next((one["text"] for one in body["claims"] if one["text"] and not one["withdrawn"]), None),
        }

    def _link(self, link: Link, steps: dict[UUID, Step]) -> dict[str, Any]:
        took = delay(steps[link.trigger], steps[link.answer])
        return {
            "answer": str(link.answer),
            "trigger": str(link.trigger),
            "basis": link.basis,
            "status": link.status,
            "asserted_by": link.asserted_by,
            "seconds_least": took.least // timedelta(seconds=1),
            "seconds_most": took.most // timedelta(seconds=1),
            "toll_ratio": _ratio(self.bodies.get(link.trigger), self.bodies.get(link.answer)),
        }


def _tolls(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {name: row[name] for name in ("party", "category", "outcome", "low", "high", "open")}
        for row in body["assessed"]["casualties"]
    ]


def _ratio(trigger: dict[str, Any] | None, answer: dict[str, Any] | None) -> float | None:
    """The least dead of the answer to those of its trigger, to two places; None where either has none counted."""
    first, second = _dead(trigger), _dead(answer)
    return None if not first or second is None else round(second * 100 / first) / 100


def _dead(body: dict[str, Any] | None) -> int | None:
    """The least number killed or neutralised: the greater of the two, since they may be the same people."""
    rows = body["assessed"]["tolls"] if body is not None else []
    sums = [row["low"] for row in rows if row["of"] == "all" and row["outcome"] in _DEADLY]
    return max(sums, default=0) if rows else None


def _links_of_incidents(store: Reader, lens: Lens) -> list[Link]:
    """What incidents are said to answer."""
    return [Link(one.incident, one.trigger, "asserted", one.status, one.asserted_by) for one in answering(store, lens)]


def _links_of_statements(statements: dict[UUID, dict[str, Any]], merged: dict[UUID, UUID]) -> list[Link]:
    """What statements are said to answer."""
    return [
        Link(
            stream,
            speaker(merged, UUID(answer["incident"] or answer["statement"])),
            "asserted",
            "asserted",
            answer["asserted_by"],
        )
        for stream, body in statements.items()
        for answer in body["answers"]
    ]


def _steps(store: Reader, lens: Lens, members: set[UUID]) -> list[Step]:
    """The incidents among these that the lens shows and that count."""
    seen_by, cut = seen(lens)
    happened, moments = had_happened_by(lens)
    found = store.rows(
        "SELECT v.id, v.began_from, v.began_by FROM incident_versions v"
        f" WHERE v.id IN (SELECT unnest(?::VARCHAR[])::UUID) AND {seen_by} AND {happened} AND {COUNTED}",
        [[str(member) for member in members], *cut, *moments],
    )
    return [Step(stream, moment_of(began_from), moment_of(began_by)) for stream, began_from, began_by in found]


def _step_of(statement: dict[str, Any]) -> Step:
    made = Moment.model_validate(statement["made"], context={"stored": True})
    return Step(UUID(statement["id"]), made.began_from, made.began_by)
