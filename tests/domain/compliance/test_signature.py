"""Two findings on one happening have the same signature exactly where a reader is told the same of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.compliance.clauses import Clause
from domain.compliance.happenings import AssertedAnswer, Happenings
from domain.compliance.holds import EVER, Holds, Step
from domain.compliance.judging import Verdict, judge
from domain.compliance.wording import finding, signature
from tests.domain.compliance.arrange import Case, attack, done_by, happenings
from tests.domain.compliance.oracle import Happened, World
from tests.domain.compliance.worlds import SLUGS, case, clauses, happened, recorded, worlds

AN_HOUR = timedelta(hours=1)
HITS = ("russia", "turkey", "opposition")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(worlds, min_size=1, max_size=2), st.lists(happened(), min_size=1, max_size=6), st.data())
def test_the_same_signature_means_the_same_words_and_another_one_other_words(
    many: list[World], acts: list[Happened], data: st.DataObject
) -> None:
    cases = happenings([answering(one, data) for one in acts])
    verdicts = [judge(text, cases) for world in many for one in clauses_in(world) for text in (one, *nearly(one))]
    for number in range(len(acts)):
        for agreement in SLUGS:
            told = [
                (key(verdict, cases, number), words(verdict, cases, number))
                for verdict in verdicts
                if verdict.clause.agreement == agreement and verdict.holds[number] > 0
            ]
            assert all((one[0] == other[0]) is (one[1] == other[1]) for one in told for other in told), told


def clauses_in(world: World) -> list[Clause]:
    return clauses(world, [recorded(*one) for one in zip(world.pacts, SLUGS, strict=True)])


def nearly(clause: Clause) -> Iterator[Clause]:
    """The same text, save in one respect each."""
    for allowed in (None, False, True):
        yield replace(clause, provision=clause.provision.model_copy(update={"answer_allowed": allowed}))
    perhaps = (Step(EVER, Holds.MAYBE),)
    yield replace(clause, in_force=perhaps)
    yield replace(clause, binds=dict.fromkeys(clause.binds, perhaps))
    yield replace(clause, binds=dict(tuple(clause.binds.items())[:1]))
    if clause.drawings:
        yield replace(clause, drawings=())
        yield replace(clause, drawings=clause.drawings[:1])
        yield replace(clause, undrawn=perhaps)
        yield replace(clause, drawings=(*clause.drawings, clause.drawings[0]._replace(held=perhaps)))


def answering(one: Happened, data: st.DataObject) -> Case:
    """Let it answer nothing, a statement, or an attack of an hour before."""
    before = {"from": (one.stretch()[0] - AN_HOUR).isoformat()}
    after = {"from": (one.stretch()[1] + AN_HOUR).isoformat()}
    answers: list[list[AssertedAnswer]] = [
        [],
        [AssertedAnswer(disputed=False, trigger=None)],
        [attack(before, done_by("russia"))],
        [attack(before, done_by("russia"), disputed=True)],
        [attack(after, done_by("russia"))],
    ]
    return case(one)._replace(answers=data.draw(st.sampled_from(answers)), targets=HITS)


def key(verdict: Verdict, cases: Happenings, number: int) -> int:
    (one,) = signature(verdict, cases, np.array([number]))
    assert one > 0
    return int(one)


def words(verdict: Verdict, cases: Happenings, number: int) -> tuple[object, ...]:
    told = finding(verdict, cases, number)
    return told.reason, told.by, told.doubts, verdict.clause.provision.source
