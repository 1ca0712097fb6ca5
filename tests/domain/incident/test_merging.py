import pytest

from domain import errors
from domain.claim import ClaimReport
from domain.incident.incident import Incident
from domain.incident.reports import Grading
from domain.incident.values import Standing
from domain.judgement import Mend
from tests.domain.arrange import (
    REGISTER,
    an_incident,
    assessed,
    claims_of,
    facts_of,
    killed,
    made,
    on,
    state_of,
    toll,
)
from tests.domain.incident.merged import MERGED, merged


def two_reports(*, other: ClaimReport | None = None) -> tuple[Incident, Incident]:
    """Report one happening twice: 2 killed by the ministry's word, 3 by that of SOHR, who was a day later."""
    duplicate = an_incident(first=other or toll(3, "sohr", published="2020-02-21T15:00Z"))
    return an_incident(), on(duplicate, MERGED)


def undone(duplicate: Incident, kept: Incident, when: str = "2020-07-01") -> None:
    on(kept, when)
    on(duplicate, when).undo_merge(kept, "two strikes after all")


def test_a_merge_carries_the_claims_each_known_when_it_was() -> None:
    kept, duplicate = two_reports()
    merged(duplicate, kept)
    assert killed(kept) == (2, 3, 3)
    assert killed(kept, "2020-02-21T14:59Z") == (2, 2, 2)


def test_a_carried_claim_says_where_it_came_from_and_keeps_its_id() -> None:
    kept, duplicate = two_reports()
    merged(duplicate, kept)
    carried = state_of(kept).all_claims()[1].claim
    assert (carried.id, carried.carried_from) == (claims_of(duplicate)[0], duplicate.id)


def test_what_is_merged_counts_nowhere_at_any_moment_of_knowledge() -> None:
    kept, duplicate = two_reports()
    merged(duplicate, kept)
    assert assessed(duplicate, "2020-02-21T15:00Z").standing is Standing.MERGED
    assert state_of(duplicate).merged_into == kept.id


def test_before_the_merge_was_recorded_the_log_says_two_incidents() -> None:
    kept, duplicate = two_reports()
    before = (len(facts_of(kept)), len(facts_of(duplicate)))
    merged(duplicate, kept)
    assert killed(kept, position=before[0]) == (2, 2, 2)
    assert state_of(duplicate, position=before[1]).merged_into is None


def test_undoing_a_merge_gives_the_claims_back_at_every_moment_of_knowledge() -> None:
    kept, duplicate = two_reports()
    merged(duplicate, kept)
    undone(duplicate, kept)
    for moment in ("2020-02-21T15:00Z", MERGED, None):
        assert killed(kept, moment) == (2, 2, 2)
        assert killed(duplicate, moment) == (3, 3, 3)
        assert state_of(duplicate, moment).merged_into is None


def test_a_running_toll_answers_each_of_its_numbers_after_a_merge() -> None:
    kept, duplicate = two_reports(other=toll(4, published="2020-02-20T16:00Z"))
    for number, hour in ((6, 17), (8, 18)):
        later = toll(number, published=f"2020-02-20T{hour}:00Z", supersedes=claims_of(duplicate)[-1])
        duplicate.add_claim(later, REGISTER)
    merged(duplicate, kept)
    assert [killed(kept, f"2020-02-20T{hour}:30Z") for hour in (15, 16, 17, 18)] == [
        (2, 2, 2),
        (2, 4, 4),
        (2, 6, 6),
        (2, 8, 8),
    ]


def test_a_carried_claim_has_its_new_grade_only_from_when_it_was_given() -> None:
    kept, duplicate = two_reports(other=toll(3, "a-blog"))
    kept.add_claim(toll(4, "sohr"), REGISTER)
    on(duplicate, "2020-04-01").regrade_claim(claims_of(duplicate)[0], made(Grading, reason="seen", reliability="A"))
    merged(duplicate, kept)
    assert killed(kept, "2020-03-31") == (2, 4, 4)
    assert killed(kept, "2020-04-01") == (2, 4, 3)


def test_a_claim_withdrawn_before_the_merge_stands_in_the_other_until_it_was_withdrawn() -> None:
    kept, duplicate = two_reports()
    on(duplicate, "2020-04-01").withdraw_claim(claims_of(duplicate)[0], made(Mend, reason="taken back"))
    merged(duplicate, kept)
    assert killed(kept, "2020-03-31") == (2, 3, 3)
    assert killed(kept, "2020-04-01") == (2, 2, 2)
    undone(duplicate, kept)
    assert killed(kept, "2020-03-31") == (2, 2, 2)


def test_a_claim_entered_in_error_is_not_carried() -> None:
    kept, duplicate = two_reports()
    duplicate.add_claim(toll(9, "afp"), REGISTER)
    duplicate.withdraw_claim(claims_of(duplicate)[1], made(Mend, reason="a mistake", cause="entry_error"))
    merged(duplicate, kept)
    assert [held.claim.source for held in state_of(kept).all_claims()] == ["turkey-mod", "sohr"]


def test_a_carried_claim_that_was_withdrawn_there_is_given_back_at_every_moment() -> None:
    kept, duplicate = two_reports()
    merged(duplicate, kept)
    on(kept, "2020-06-15").withdraw_claim(claims_of(duplicate)[0], made(Mend, reason="taken back"))
    undone(duplicate, kept)
    assert killed(kept, "2020-06-14") == (2, 2, 2)


def test_a_claim_carried_again_stands_though_it_was_withdrawn_there_the_first_time() -> None:
    kept, duplicate = two_reports()
    merged(duplicate, kept)
    on(kept, "2020-06-15").withdraw_claim(claims_of(duplicate)[0], made(Mend, reason="taken back"))
    undone(duplicate, kept)
    merged(duplicate, kept, "2020-08-01")
    assert killed(kept) == (2, 3, 3)


def test_a_merge_undone_and_made_again_carries_the_claims_again() -> None:
    kept, duplicate = two_reports()
    merged(duplicate, kept)
    undone(duplicate, kept)
    merged(duplicate, kept, "2020-08-01")
    assert killed(kept) == killed(kept, "2020-02-21T15:00Z") == (2, 3, 3)
    assert state_of(duplicate, "2020-02-21T15:00Z").merged_into == kept.id


def test_an_earlier_claim_between_two_merges_leaves_the_second_in_force() -> None:
    kept, duplicate = two_reports()
    merged(duplicate, kept)
    undone(duplicate, kept)
    duplicate.add_claim(toll(1, "afp", published="2020-02-20T10:00Z"), REGISTER)
    merged(duplicate, kept, "2020-08-01")
    assert assessed(duplicate).standing is Standing.MERGED
    assert killed(kept) == (1, 3, 3)


def test_an_incident_is_not_merged_into_itself() -> None:
    incident = an_incident()
    with pytest.raises(errors.MergedIntoItself) as refused:
        incident.merge_into(incident, "a slip")
    assert refused.value.field == "into"


def test_what_is_merged_is_not_merged_again_nor_merged_into() -> None:
    kept, duplicate = two_reports()
    merged(duplicate, kept)
    with pytest.raises(errors.AlreadyMerged):
        duplicate.merge_into(an_incident(), "again")
    with pytest.raises(errors.AlreadyMerged):
        kept.merge_into(duplicate, "a circle")


def test_nothing_is_merged_with_what_is_retracted() -> None:
    kept, duplicate = two_reports()
    kept.retract(made(Mend, reason="it did not happen"))
    with pytest.raises(errors.AlreadyRetracted):
        duplicate.merge_into(kept, "the same strike")
    with pytest.raises(errors.AlreadyRetracted):
        kept.merge_into(duplicate, "the same strike")


def test_only_a_merge_is_undone() -> None:
    kept, duplicate = two_reports()
    with pytest.raises(errors.NotMerged):
        duplicate.undo_merge(kept, "a slip")


def test_a_merge_is_not_undone_while_its_claims_have_gone_on_into_a_third() -> None:
    kept, duplicate = two_reports()
    third = an_incident(first=toll(4, "afp"))
    merged(duplicate, kept)
    merged(kept, third)
    with pytest.raises(errors.AlreadyMerged):
        undone(duplicate, kept)
    undone(kept, third)
    undone(duplicate, kept)
    assert [killed(one) for one in (third, kept, duplicate)] == [(4, 4, 4), (2, 2, 2), (3, 3, 3)]


def test_a_merged_incident_takes_no_claims_grades_or_withdrawals() -> None:
    kept, duplicate = two_reports()
    only = claims_of(duplicate)[0]
    merged(duplicate, kept)
    with pytest.raises(errors.AlreadyMerged):
        duplicate.add_claim(toll(5), REGISTER)
    with pytest.raises(errors.AlreadyMerged):
        duplicate.withdraw_claim(only, made(Mend, reason="taken back"))
    with pytest.raises(errors.AlreadyMerged):
        duplicate.regrade_claim(only, made(Grading, reason="better", credibility=1))
