"""Made-up lives of an incident: whatever commands are asked for, in whatever order, refused or not."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from domain import errors
from domain.assessment.policy import Assessment, assess
from domain.incident.incident import Incident
from domain.incident.reports import (
    AnswerDisputeReport,
    AnswerReport,
    AssessmentReport,
    BreachReport,
    Correction,
    Grading,
    SplitReport,
)
from domain.incident.state import IncidentState
from domain.judgement import Judgement, Mend
from domain.model import in_known_order
from tests.domain.arrange import SOURCES, Register, an_incident, at, claim, entry, facts_of, lost, made, visible

BEGAN = at("2020-03-01")
SOURCE_NAMES = sorted(SOURCES)
NAMED: list[dict[str, Any]] = [
    {},
    {"perpetrator": "russia"},
    {"perpetrator": "syria-government"},
    {"possible_perpetrators": ["russia", "syria-government"]},
]
NUMBERS: list[dict[str, Any]] = [
    {"exact": 2},
    {"exact": 5},
    {"at_least": 4},
    {"between": [3, 9]},
    {"unknown": True},
    {"about": 7},
]


@dataclass(frozen=True)
class Step:
    """One request: what is asked, when it is recorded or was published, and a few choices."""

    ask: str
    day: int
    one: int
    two: int


def when(day: int) -> datetime:
    return BEGAN + timedelta(days=day)


class Life:
    """An incident and another that it may be merged with."""

    def __init__(self) -> None:
        self.clock = 40
        self.register = Register()
        trigger = an_incident()
        self.trigger = trigger.id
        self.register.knows(trigger)
        self.main = an_incident(first=self._claim(3, 0, 1), register=self.register)
        self.other = an_incident(first=self._claim(5, 4, 2), register=self.register)
        self.split_off: list[Incident] = []

    def live(self, steps: list[Step]) -> "Life":
        for step in steps:
            # Some requests come in the same microsecond as the one before.
            self.clock += step.one % 4 > 0
            for one in (self.main, self.other, *self.split_off):
                one.entry = entry(when(self.clock))
            with suppress(errors.Refused):
                ASKS[step.ask](self, step)
        return self

    @property
    def everything(self) -> list[Incident]:
        return [self.main, self.other, *self.split_off]

    def which(self, step: Step) -> Incident:
        return self.everything[step.two % 2]

    def some_claim(self, step: Step, of: Incident | None = None) -> UUID:
        known = list((of or self.which(step)).state.claims)
        return known[step.one % len(known)]

    def _claim(self, day: int, one: int, two: int, **parts: Any) -> Any:  # noqa: ANN401 - an addition
        published = when(day).isoformat()
        source = SOURCE_NAMES[one % len(SOURCE_NAMES)]
        rows = [lost(NUMBERS[two % len(NUMBERS)])]
        stance = "denies" if two % 5 == 4 else "asserts"
        return claim(source, published=published, casualties=rows, stance=stance, **NAMED[two % 4], **parts)

    def add(self, step: Step) -> None:
        self.which(step).add_claim(self._claim(step.day, step.one, step.two), self.register)

    def supersede(self, step: Step) -> None:
        incident = self.which(step)
        old = self.some_claim(step)
        source = SOURCE_NAMES.index(incident.state.claims[old].claim.source)
        incident.add_claim(self._claim(step.day, source, step.two, supersedes=str(old)), self.register)

    def withdraw(self, step: Step) -> None:
        self.which(step).withdraw_claim(self.some_claim(step), self.mend(step))

    def regrade(self, step: Step) -> None:
        grades: list[dict[str, Any]] = [
            {"credibility": 1},
            {"reliability": "A"},
            {"credibility": 6, "reliability": "F"},
        ]
        self.which(step).regrade_claim(self.some_claim(step), made(Grading, reason="r", **grades[step.day % 3]))

    def correct(self, step: Step) -> None:
        parts: list[dict[str, Any]] = [
            {"act": "shelling"},
            {"occurred": {"from": "2020-02-19"}},
            {"occurred": {"from": "2010-11-06", "zone": "America/St_Johns"}, "place": {"name": "Saraqib"}},
            {"nature": "incident"},
            {"targets": []},
        ]
        mend = self.mend(step).model_dump(exclude_none=True)
        self.which(step).correct(made(Correction, **mend | parts[step.one % len(parts)]), self.register)

    def retract(self, step: Step) -> None:
        self.which(step).retract(self.mend(step))

    def assess(self, step: Step) -> None:
        judged = {"party": "turkey", "category": "combatant", "outcome": "killed", "low": step.one}
        says: list[dict[str, Any]] = [{"perpetrators": ["iran"]}, {"casualties": [judged]}, {"lift": True}]
        self.which(step).assess(made(AssessmentReport, **self.judged(step) | says[step.one % 3]), self.register)

    def judge(self, step: Step) -> None:
        incident = self.which(step)
        commands = [incident.verify, incident.dispute, incident.reinstate]
        commands[step.one % 3](made(Judgement, **self.judged(step)))

    def answer(self, step: Step) -> None:
        incident = self.which(step)
        known = list(incident.state.answers)
        if not known or step.one % 4 == 0:
            report = made(
                AnswerReport, incident=self.trigger, asserted_by="sohr", published_at=when(step.day).isoformat()
            )
            incident.assert_answer(report, self.register)
        elif step.one % 4 == 1:
            incident.dispute_answer(known[0], made(AnswerDisputeReport, **self.judged(step)), self.register)
        else:
            judge = incident.confirm_answer if step.one % 4 == 2 else incident.reject_answer
            judge(known[0], made(Judgement, **self.judged(step)))

    def breach(self, step: Step) -> None:
        finding = ("alleged", "confirmed", "rejected")[step.one % 3]
        said = {"agreement": "sochi-2018", "provision": "1", "finding": finding}
        self.which(step).judge_breach(made(BreachReport, **self.judged(step) | said), self.register)

    def merge(self, _: Step) -> None:
        self.main.merge_into(self.other, "the same")

    def undo(self, _: Step) -> None:
        self.main.undo_merge(self.other, "another")

    def split(self, step: Step) -> None:
        report = made(SplitReport, reason="another", claims=[self.some_claim(step)])
        self.split_off.append(self.which(step).split(report, self.register))

    def judged(self, step: Step) -> dict[str, Any]:
        """Say when it was known: when recorded, or on an earlier day."""
        return {"reason": "r", "known_at": when(step.day)} if step.day % 2 else {"reason": "r"}

    def mend(self, step: Step) -> Mend:
        cause = "entry_error" if step.day % 3 == 0 else "finding"
        return made(Mend, **self.judged(step) | {"cause": cause})


ASKS: dict[str, Callable[[Life, Step], None]] = {
    name: getattr(Life, name)
    for name in (
        "add",
        "supersede",
        "withdraw",
        "regrade",
        "correct",
        "retract",
        "assess",
        "judge",
        "answer",
        "breach",
        "merge",
        "undo",
        "split",
    )
}

small = st.integers(0, 11)


def steps(*asks: str, least: int = 0, most: int = 14) -> st.SearchStrategy[list[Step]]:
    """Make up a list of requests of these kinds, or of all."""
    kinds = st.sampled_from(asks or sorted(ASKS))
    return st.lists(
        st.builds(Step, ask=kinds, day=st.integers(0, 30), one=small, two=small), min_size=least, max_size=most
    )


def moments(*incidents: Incident) -> list[datetime]:
    """List every moment at which something of these became known, the one before the first, and one after all."""
    known = sorted({fact.known_at for one in incidents for fact in facts_of(one)})
    return [known[0] - timedelta(days=1), *known, when(90)]


def looked_at(incident: Incident, known_at: datetime | None = None) -> IncidentState:
    state = IncidentState()
    for fact in in_known_order(visible(facts_of(incident), known_at)):
        state.evolve(fact)
    return state


def standing(incident: Incident, known_at: datetime) -> set[tuple[UUID, int | None, str]]:
    """List the claims that stand then, each with its grade."""
    claims = (held.claim for held in looked_at(incident, known_at).standing_claims())
    return {(one.id, one.credibility, one.reliability) for one in claims}


def judged(incident: Incident, known_at: datetime) -> Assessment:
    return assess(looked_at(incident, known_at))
