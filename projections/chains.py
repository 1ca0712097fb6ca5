"""Reading escalation chains: what is said to answer what, with weights, delays and tolls, under any lens."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.act import INTENSITY, STATEMENT_INTENSITY, Act
from domain.escalation import Chain, Link, Step, chains, delay
from projections.clock import moment_of
from projections.looking import had_happened_by, seen

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


class _Theatre:
    """The incidents and statements that a lens shows, and the links between them."""

    def __init__(self, store: Reader, lens: Lens) -> None:
        self.bodies: dict[UUID, dict[str, Any]] = {}
        self.steps: list[Step] = []
        self.links: list[Link] = []
        for table, kind, also in (
            ("incident_versions", "incident", "v.standing NOT IN ('retracted', 'merged')"),
            ("statement_versions", "statement", "true"),
        ):
            seen_by, cut = seen(lens)
            happened, moments = had_happened_by(lens)
            query = f"SELECT v.id, v.began_from, v.began_by, v.body FROM {table} v WHERE {seen_by} AND {happened}"
            for stream, began_from, began_by, body in store.rows(f"{query} AND {also}", [*cut, *moments]):
                self._add(kind, stream, began_from, began_by, json.loads(body))
        began = {step.id: step.began_from for step in self.steps}
        self.links = [link for link in self.links if self._may_answer(link, began.get(link.trigger))]

    def _add(self, kind: str, stream: UUID, began_from: int, began_by: int, body: dict[str, Any]) -> None:
        if kind == "statement" and body["withdrawn"] is not None:
            return
        self.bodies[stream] = body | {"thing": kind}
        self.steps.append(Step(stream, moment_of(began_from), moment_of(began_by)))
        for answer in body["answers"]:
            trigger = UUID(answer["incident"] or answer["statement"])
            self.links.append(
                Link(stream, trigger, "asserted", answer.get("status", "asserted"), answer["asserted_by"])
            )

    def _may_answer(self, link: Link, trigger_began: datetime | None) -> bool:
        """Either may have been dated anew since it was asserted: what was over before the other began was no answer."""
        return trigger_began is None or _over_by(self.bodies[link.answer]) >= trigger_began

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
        body = self.bodies[step.id]
        if body["thing"] == "statement":
            return {
                "id": str(step.id),
                "kind": "statement",
                "what": body["kind"],
                "by": [body["by"]] if body["by"] else [],
                "against": body["addressed_to"],
                "attribution": None,
                "occurred": body["made"],
                "place": None,
                "deadline": body["deadline"],
                "weight": STATEMENT_INTENSITY,
                "tolls": [],
                "text": body["text"],
            }
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
            "toll_ratio": _ratio(self.bodies[link.trigger], self.bodies[link.answer]),
        }


def _over_by(body: dict[str, Any]) -> datetime:
    moment = body["made"] if body["thing"] == "statement" else body["occurred"]
    return datetime.fromisoformat(moment["until"])


def _tolls(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {name: row[name] for name in ("party", "category", "outcome", "low", "high", "open")}
        for row in body["assessed"]["casualties"]
    ]


def _ratio(trigger: dict[str, Any], answer: dict[str, Any]) -> float | None:
    """The least dead of the answer to those of its trigger, to two places; None where either has none counted."""
    first, second = _dead(trigger), _dead(answer)
    return None if not first or second is None else round(second * 100 / first) / 100


def _dead(body: dict[str, Any]) -> int | None:
    """The least number killed or neutralised: the greater of the two, since they may be the same people."""
    rows = body["assessed"]["casualties"] if body["thing"] == "incident" else []
    sums = [sum(row["low"] for row in rows if row["outcome"] == outcome) for outcome in _DEADLY]
    return max(sums) if rows else None
