"""Whether a promise was kept, by those who judged it and by the breaches on record."""

from itertools import permutations
from typing import Any

import pytest

from domain.agreement.values import Obligation
from domain.compliance.obligations import Keeping, altogether, by_breaches, by_judgements, in_order, over_time
from tests.domain.arrange import REGISTER
from tests.domain.arrange import at as moment
from tests.domain.things.arrange import obligation, provision, sochi

KEPT, PARTLY, BROKEN, DISPUTED, NOT_ASSESSED = Keeping

MET, UNMET, SO_SO = "met", "unmet", "partly"


def said(finding: str, party: str | None = None, source: str = "sohr", on: str = "2018-10-15") -> dict[str, Any]:
    return {"finding": finding, "party": party, "source": source, "at": {"from": on}}


def judgements(*told: dict[str, Any]) -> list[Obligation]:
    text = sochi()
    text.adopt(provision(), REGISTER)
    for one in told:
        text.assess_obligation(obligation(**one), REGISTER)
    return text.state.obligations


def test_without_evidence_nothing_is_assessed_and_never_taken_for_kept() -> None:
    assert by_judgements([]) is by_breaches(0, 0) is altogether([]) is NOT_ASSESSED
    assert over_time([]) == []


@pytest.mark.parametrize(
    ("finding", "word"), [("met", KEPT), ("partly", PARTLY), ("unmet", BROKEN), ("disputed", DISPUTED)]
)
def test_one_source_alone_is_taken_at_its_word(finding: str, word: Keeping) -> None:
    assert by_judgements(judgements(said(finding, "turkey"))) is word


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ([said(MET, "turkey"), said(MET, "turkey", "afp")], KEPT),
        ([said(MET, "turkey"), said(UNMET, "turkey", "afp")], DISPUTED),
        ([said(MET, "turkey"), said(SO_SO, "turkey", "afp")], DISPUTED),
        ([said(MET, "turkey"), said(UNMET, "russia")], PARTLY),
        ([said(MET, "turkey"), said(UNMET, "russia", "afp")], PARTLY),
        ([said(UNMET, "turkey"), said(UNMET, "russia", "afp")], BROKEN),
        ([said(MET, "turkey"), said("disputed", "russia")], DISPUTED),
        ([said(MET, "turkey"), said(UNMET, "russia"), said(MET, "russia", "afp")], DISPUTED),
        ([said(MET), said(UNMET, "turkey", "afp")], DISPUTED),
        ([said(MET), said(MET, "turkey", "afp")], KEPT),
        ([said(SO_SO), said(MET, "turkey")], PARTLY),
        ([said(UNMET), said(MET, "turkey")], PARTLY),
        ([said(MET), said(UNMET, source="afp")], DISPUTED),
    ],
)
def test_sources_that_differ_dispute_it_and_parties_that_differ_keep_it_partly(
    told: list[dict[str, Any]], word: Keeping
) -> None:
    for order in permutations(told):
        assert by_judgements(judgements(*order)) is word


def test_the_latest_word_of_a_source_counts_whenever_it_was_recorded() -> None:
    told = [said(UNMET, "turkey", on="2018-10-15"), said(MET, "turkey", on="2018-12-31")]
    assert {by_judgements(judgements(*order)) for order in permutations(told)} == {KEPT}


def test_a_later_word_on_all_takes_the_place_of_the_source_s_word_on_one() -> None:
    one, every = said(UNMET, "turkey", on="2018-10-15"), said(MET, on="2018-12-31")
    assert by_judgements(judgements(one, every)) is KEPT
    assert by_judgements(judgements(one | {"at": {"from": "2019-01-31"}}, every)) is PARTLY


def test_judgements_are_in_order_of_the_moment_that_they_hold_for() -> None:
    told = judgements(said(MET, on="2018-12-31"), said(UNMET, on="2018-10-15"))
    assert [one.finding for one in in_order(told)] == ["unmet", "met"]
    at_once = judgements(said(MET, "turkey"), said(UNMET), said(SO_SO, "russia"))
    assert [one.finding for one in in_order(at_once)] == ["unmet", "met", "partly"]


def test_of_a_source_s_words_on_one_moment_the_last_to_become_known_counts() -> None:
    words = {MET: KEPT, UNMET: BROKEN, SO_SO: PARTLY}
    for order in permutations(words):
        assert by_judgements(judgements(*(said(finding, "turkey") for finding in order))) is words[order[-1]]


def test_over_time_each_turn_is_where_the_word_changes() -> None:
    told = judgements(
        said(UNMET, "turkey", on="2018-10-15"),
        said(UNMET, "turkey", "afp", "2018-11-15"),
        said(MET, "turkey", on="2018-12-31"),
        said(MET, "turkey", "afp", "2019-01-31"),
    )
    ends = ("2018-10-15", "2018-12-31", "2019-01-31")
    assert over_time(told) == [
        (moment(f"{day}T23:59:59.999999Z"), word) for day, word in zip(ends, (BROKEN, DISPUTED, KEPT), strict=True)
    ]


def test_of_one_moment_there_is_one_turn() -> None:
    assert [turn.status for turn in over_time(judgements(said(MET), said(UNMET, source="afp")))] == [DISPUTED]


@pytest.mark.parametrize(
    ("certain", "open_ones", "word"), [(1, 0, BROKEN), (1, 5, BROKEN), (0, 1, DISPUTED), (0, 0, NOT_ASSESSED)]
)
def test_certain_breaches_break_a_promise_and_others_put_it_in_dispute(
    certain: int, open_ones: int, word: Keeping
) -> None:
    assert by_breaches(certain, open_ones) is word


@pytest.mark.parametrize(
    ("judgement", "breaches", "word"),
    [
        (KEPT, NOT_ASSESSED, KEPT),
        (NOT_ASSESSED, BROKEN, BROKEN),
        (BROKEN, BROKEN, BROKEN),
        (KEPT, BROKEN, DISPUTED),
        (KEPT, DISPUTED, DISPUTED),
        (PARTLY, BROKEN, BROKEN),
        (PARTLY, DISPUTED, DISPUTED),
        (DISPUTED, BROKEN, BROKEN),
        (BROKEN, DISPUTED, BROKEN),
    ],
)
def test_judgements_and_breaches_come_together_to_the_worse_and_to_a_dispute_where_one_says_kept(
    judgement: Keeping, breaches: Keeping, word: Keeping
) -> None:
    assert altogether([judgement, breaches]) is altogether([breaches, judgement]) is word
