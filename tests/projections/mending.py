"""A front of a few blows, and the words in which tests ask what became of its chains."""

from itertools import permutations
from typing import Any
from uuid import UUID

from domain.incident.incident import Incident
from domain.incident.reports import AnswerReport
from domain.inference.adoption import Adoption, Proposal
from domain.judgement import Mend
from projections.chaining.mended import chains_between
from projections.chaining.theatre import Joining
from projections.chains import page
from projections.looking import resolve
from projections.store import Store
from tests.domain.arrange import made, words
from tests.projections.arrange import a_book, followed
from tests.projections.escalating import PARAMETERS, a_fit

SARAQIB = {"name": "Saraqib", "lat": 35.86, "lon": 36.80}
SYRIA, TURKEY = "syria-government", "turkey"
UNPROVOKED = [
    {"by": one, "against": other, "area": [35, 36], "per_day": 2.0} for one, other in permutations((SYRIA, TURKEY))
]
"""So many blows a day come by themselves that nothing is certain."""


class Front:
    """A book in which Syrian shells hit Turkish soldiers, and Turkish ones hit back, by a fit that finds it likely."""

    def __init__(self, tables: Store) -> None:
        self.tables, self.book = tables, a_book()
        self.fit = self.adopt(PARAMETERS[0])
        self.attack = self.blow(SYRIA, TURKEY, "2020-02-03T07:00:00Z")
        self.reply = self.blow(TURKEY, SYRIA, "2020-02-03T11:00:00Z")

    def blow(self, by: str, on: str, at: str, **parts: Any) -> UUID:
        """Report shelling near Saraqib."""
        said = words("afp", published="2020-02-10", perpetrator=by)
        frame = {"occurred": {"from": at}, "place": SARAQIB, "act": "shelling", "targets": [on]}
        return self.book.report(**frame | {"claim": said} | parts)

    def adopt(self, parameters: dict[str, float]) -> UUID:
        proposal = Proposal(fit=a_fit(UNPROVOKED, **parameters), reason="so it is")
        return self.book.clerk().open(Adoption.adopt, proposal).id

    def said(self, answer: UUID, trigger: UUID) -> UUID:
        """Let an agency assert an answer; answers its id."""
        report = made(AnswerReport, incident=trigger, asserted_by="afp", published_at="2020-02-11")
        self.book.change(answer, Incident.assert_answer, report)
        held = self.book.ledger.get(Incident, answer)
        assert held is not None
        return [*held.state.answers][-1]

    @property
    def now(self) -> int:
        return self.book.ledger.position

    def since(self, position: int, joining: Joining | None = None, **words: str) -> dict[str, Any]:
        """Tell what changed in chains since a position."""
        followed(self.book.ledger, self.tables)
        before, after = (resolve(self.tables, position=str(one), **words) for one in (position, self.now))
        return chains_between(self.tables, before, after, joining or Joining())

    def links(self) -> set[tuple[UUID, UUID]]:
        followed(self.book.ledger, self.tables)
        chains = page(self.tables, resolve(self.tables))
        return {(UUID(link["answer"]), UUID(link["trigger"])) for chain in chains for link in chain["links"]}


def told(changes: dict[str, Any]) -> list[tuple[str, UUID, UUID, list[str]]]:
    """Each link that is told: what became of it, its ends, and why."""
    assert changes["count"] == len(changes["links"])
    return [(one["change"], UUID(one["answer"]), UUID(one["trigger"]), one["why"]) for one in changes["links"]]


def regrouped(changes: dict[str, Any]) -> list[tuple[list[UUID], list[UUID]]]:
    return [([*map(UUID, one["before"])], [*map(UUID, one["after"])]) for one in changes["chains"]]


def mend(**parts: Any) -> Any:  # noqa: ANN401 - any mend
    return made(Mend, reason="why", cause="entry_error", **parts)
