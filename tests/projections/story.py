"""A story told turn by turn to a book: whatever the rules allow of what a random history attempts."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.errors import Refused
from domain.incident.incident import Incident
from domain.incident.reports import (
    AnswerDisputeReport,
    AnswerReport,
    AssessmentReport,
    BreachReport,
    ClaimAddition,
    Correction,
    Grading,
    SplitReport,
)
from domain.incident.state import IncidentState
from domain.judgement import Judgement, Mend
from domain.statement import Statement
from tests.domain.arrange import made
from tests.projections.arrange import Book, a_book
from tests.projections.histories import NATURES, OVERRIDES, Turn

STATEMENTS = 2


class Story:
    """Tells turns to a book; what the rules refuse is left out, as it would be."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.incidents: list[UUID] = []
        self.statements: list[UUID] = []

    def tell(self, turn: Turn) -> None:
        if turn.back:
            self.book.now -= timedelta(minutes=7)
        with suppress(Refused):
            if turn.what == "report" or not self.incidents:
                self.incidents.append(self.book.report(**self._frame(turn)))
            elif turn.what == "statement":
                self._statement(turn)
            else:
                getattr(self, f"_{turn.what}")(turn, self._chosen(turn))

    def _chosen(self, turn: Turn, shift: int = 0) -> UUID:
        return self.incidents[(turn.who + shift) % len(self.incidents)]

    def _state(self, incident: UUID) -> IncidentState:
        held = self.book.ledger.get(Incident, incident)
        assert held is not None
        return held.state

    def _frame(self, turn: Turn) -> dict[str, Any]:
        frame: dict[str, Any] = {
            "nature": turn.of(NATURES),
            "occurred": turn.happened,
            "act": turn.of(("air_strike", "shelling")),
            "claim": turn.words(),
        }
        if turn.how % 5 == 0 and self.incidents:
            frame["answers"] = [{"incident": str(self._chosen(turn)), "asserted_by": "afp"}]
        if turn.how % 7 == 0:
            frame["breaches"] = [{"agreement": "sochi-2018", "provision": "1"}]
        return frame

    def _statement(self, turn: Turn) -> None:
        if len(self.statements) >= STATEMENTS:
            mend = made(Mend, reason="why", cause=turn.of(("finding", "entry_error")))
            self.book.change(turn.of(self.statements), Statement.withdraw, mend, kind=Statement)
            return
        answers = [{"incident": str(self._chosen(turn)), "asserted_by": "afp"}] if turn.how % 2 else []
        made_at = {"from": turn.of(("2020-02-04", "2020-02-06"))}
        self.statements.append(self.book.state(made=made_at, published_at=turn.published, answers=answers))

    def _claim(self, turn: Turn, thing: UUID) -> None:
        self.book.change(thing, Incident.add_claim, made(ClaimAddition, **turn.words()))

    def _supersede(self, turn: Turn, thing: UUID) -> None:
        held = turn.of(list(self._state(thing).claims.values())).claim
        said = turn.words() | {"source": held.source, "supersedes": held.id}
        self.book.change(thing, Incident.add_claim, made(ClaimAddition, **said))

    def _withdraw(self, turn: Turn, thing: UUID) -> None:
        mend = made(Mend, **turn.mending)
        self.book.change_part(thing, Incident.withdraw_claim, turn.of(list(self._state(thing).claims)), mend)

    def _regrade(self, turn: Turn, thing: UUID) -> None:
        grading = made(Grading, credibility=2, **turn.judging)
        self.book.change_part(thing, Incident.regrade_claim, turn.of(list(self._state(thing).claims)), grading)

    def _retract(self, turn: Turn, thing: UUID) -> None:
        self.book.change(thing, Incident.retract, made(Mend, **turn.mending))

    def _reinstate(self, turn: Turn, thing: UUID) -> None:
        self.book.change(thing, Incident.reinstate, made(Judgement, **turn.judging))

    def _verify(self, turn: Turn, thing: UUID) -> None:
        self.book.change(thing, Incident.verify, made(Judgement, **turn.judging))

    def _dispute(self, turn: Turn, thing: UUID) -> None:
        self.book.change(thing, Incident.dispute, made(Judgement, **turn.judging))

    def _merge(self, turn: Turn, thing: UUID) -> None:
        self.book.merge(thing, self._chosen(turn, 1))

    def _undo(self, _: Turn, thing: UUID) -> None:
        self.book.merge(thing, self._state(thing).merged_into or thing, undo=True)

    def _split(self, turn: Turn, thing: UUID) -> None:
        chosen = turn.of(list(self._state(thing).claims))
        report = made(SplitReport, claims=[chosen], reason="two strikes", occurred=turn.happened)
        self.incidents.append(self.book.change(thing, Incident.split, report).id)

    def _correct(self, turn: Turn, thing: UUID) -> None:
        parts: tuple[dict[str, Any], ...] = (
            {"occurred": turn.happened},
            {"place": {"name": "Saraqib", "lat": 35.86, "lon": 36.8}},
            {"nature": turn.of(NATURES)},
            {"occurred": turn.happened, "act": "shelling"},
        )
        self.book.change(thing, Incident.correct, made(Correction, **turn.of(parts, 5), **turn.mending))

    def _override(self, turn: Turn, thing: UUID) -> None:
        self.book.change(thing, Incident.assess, made(AssessmentReport, **turn.of(OVERRIDES, 3), **turn.judging))

    def _answer(self, turn: Turn, thing: UUID) -> None:
        if self.statements and turn.how % 5 == 4:
            said = {"incident": thing, "asserted_by": "sohr", "published_at": turn.published}
            stating = turn.of(self.statements, 5)
            self.book.change(stating, Statement.assert_answer, made(AnswerReport, **said), kind=Statement)
            return
        trigger = {"incident": self._chosen(turn, 1)}
        if self.statements and turn.how % 3 == 0:
            trigger = {"statement": turn.of(self.statements)}
        said = trigger | {"asserted_by": "afp", "published_at": turn.published}
        self.book.change(thing, Incident.assert_answer, made(AnswerReport, **said))

    def _find(self, turn: Turn, thing: UUID) -> None:
        """Judge a breach, or an answer."""
        if self.statements and turn.how % 5 == 4:
            self._find_of(turn, Statement, turn.of(self.statements, 5))
            return
        answers = list(self._state(thing).answers)
        if not answers or turn.how % 2:
            finding = {"finding": turn.of(("alleged", "confirmed", "rejected")), "agreement": "sochi-2018"}
            report = made(BreachReport, provision=turn.of(("1", "2"), 3), **finding, **turn.judging)
            self.book.change(thing, Incident.judge_breach, report)
        else:
            self._find_of(turn, Incident, thing)

    def _find_of(self, turn: Turn, kind: type[Incident | Statement], thing: UUID) -> None:
        """Dispute, confirm or reject an answer, if there is any."""
        held = self.book.ledger.get(kind, thing)
        assert held is not None
        answers = list(held.state.answers)
        if not answers:
            return
        if turn.how % 3 == 0:
            dispute = made(AnswerDisputeReport, source="sohr", **turn.judging)
            self.book.change_part(thing, kind.dispute_answer, turn.of(answers), dispute, kind=kind)
        else:
            command = kind.reject_answer if turn.how % 3 == 1 else kind.confirm_answer
            self.book.change_part(thing, command, turn.of(answers), made(Judgement, **turn.judging), kind=kind)


def told(history: list[Turn]) -> Story:
    """Answer the book in which a history was written down, and what is in it."""
    story = Story(a_book())
    for turn in history:
        story.tell(turn)
    return story
