import pytest

from domain import errors
from domain.grade import Reliability
from domain.incident.reports import Grading, SplitReport
from domain.incident.values import Nature
from domain.judgement import Mend
from tests.domain.arrange import (
    REGISTER,
    an_incident,
    at,
    claims_of,
    facts_of,
    killed,
    made,
    on,
    state_of,
    toll,
)
from tests.domain.incident.merged import EARLIER, MERGED, merged


def test_a_split_moves_claims_to_an_incident_of_their_own() -> None:
    incident = on(an_incident(toll(3, "sohr")), MERGED)
    moved = claims_of(incident)[1]
    new = incident.split(made(SplitReport, reason="another strike", claims=[moved, moved], nature="incident"), REGISTER)
    assert (killed(incident), killed(new)) == ((2, 2, 2), (3, 3, 3))
    assert (killed(incident, EARLIER), killed(new, EARLIER)) == ((2, 2, 2), (3, 3, 3))
    assert state_of(new).split_from == incident.id


def test_a_split_keeps_the_frame_save_where_it_says_otherwise() -> None:
    incident = an_incident(toll(3, "sohr"))
    elsewhere = {"name": "Saraqib", "precision": "exact"}
    report = made(SplitReport, reason="elsewhere", claims=claims_of(incident)[1:], place=elsewhere, nature="incident")
    frame, before = incident.split(report, REGISTER).framed(), incident.framed()
    assert (frame.place.name, frame.nature) == ("Saraqib", Nature.INCIDENT)
    assert (frame.occurred, frame.act, frame.targets) == (before.occurred, before.act, before.targets)


def test_a_moved_claim_takes_its_history_along() -> None:
    incident = an_incident(first=toll(2))
    old = incident.add_claim(toll(4, "a-blog", published="2020-02-21T15:00Z"), REGISTER)
    new = incident.add_claim(toll(6, "a-blog", published="2020-02-22T15:00Z", supersedes=old), REGISTER)
    incident.regrade_claim(new, made(Grading, reason="seen", reliability="B"))
    split = incident.split(made(SplitReport, reason="another", claims=[old, new]), REGISTER)
    assert state_of(split).superseder(old) == new
    assert state_of(split).standing_claims()[0].claim.reliability is Reliability.B
    assert killed(split, "2020-02-21T15:00Z") == (4, 4, 4)


def test_what_was_split_off_can_be_merged_back() -> None:
    incident = an_incident(toll(3, "sohr"))
    new = incident.split(made(SplitReport, reason="another strike", claims=claims_of(incident)[1:]), REGISTER)
    merged(new, incident)
    assert killed(incident) == killed(incident, EARLIER) == (2, 3, 3)
    new.undo_merge(incident, "two strikes after all")
    assert killed(incident) == killed(incident, EARLIER) == (2, 2, 2)


def test_a_superseded_claim_split_off_alone_stands_in_its_new_incident() -> None:
    incident = an_incident(first=toll(2))
    old = incident.add_claim(toll(4, "afp"), REGISTER)
    incident.add_claim(toll(6, "afp", published="2020-02-21", supersedes=old), REGISTER)
    split = incident.split(made(SplitReport, reason="another", claims=[old]), REGISTER)
    assert (killed(split), killed(incident)) == ((4, 4, 4), (2, 6, 6))


def test_what_was_merged_back_and_withdrawn_as_known_earlier_stands_no_more() -> None:
    incident = an_incident(toll(3, "sohr"))
    new = incident.split(made(SplitReport, reason="another strike", claims=claims_of(incident)[1:]), REGISTER)
    merged(new, incident)
    withdrawal = made(Mend, reason="never said", known_at="2020-02-20T10:00:00Z")
    incident.withdraw_claim(claims_of(incident)[1], withdrawal)
    assert killed(incident) == (2, 2, 2)


def test_a_split_leaves_at_least_one_claim_behind() -> None:
    incident = an_incident(toll(3, "sohr"))
    incident.withdraw_claim(claims_of(incident)[0], made(Mend, reason="taken back"))
    with pytest.raises(errors.NothingLeftToSplit) as refused:
        incident.split(made(SplitReport, reason="all", claims=claims_of(incident)[1:]), REGISTER)
    assert refused.value.field == "claims"


def test_a_withdrawn_claim_is_not_brought_to_life_by_a_split() -> None:
    incident = an_incident(toll(3, "sohr"))
    incident.withdraw_claim(claims_of(incident)[1], made(Mend, reason="taken back"))
    with pytest.raises(errors.AlreadyWithdrawn):
        incident.split(made(SplitReport, reason="another", claims=claims_of(incident)[1:]), REGISTER)


def test_a_claim_that_came_by_a_merge_goes_back_by_undoing_it_and_not_by_a_split() -> None:
    kept, duplicate = an_incident(), an_incident(first=toll(3, "sohr"))
    merged(duplicate, kept)
    with pytest.raises(errors.CameByMerge) as refused:
        kept.split(made(SplitReport, reason="another", claims=claims_of(duplicate)), REGISTER)
    assert refused.value.field == "claims"


def test_what_was_split_off_can_be_split_again() -> None:
    incident = an_incident(toll(3, "sohr"), toll(4, "afp"))
    first = incident.split(made(SplitReport, reason="another", claims=claims_of(incident)[1:]), REGISTER)
    second = first.split(made(SplitReport, reason="a third", claims=claims_of(first)[1:]), REGISTER)
    assert [killed(one) for one in (incident, first, second)] == [(2, 2, 2), (3, 3, 3), (4, 4, 4)]


def test_a_split_names_claims_and_parties_that_are_there() -> None:
    incident = an_incident(toll(3, "sohr"))
    with pytest.raises(errors.Unknown):
        incident.split(made(SplitReport, reason="another", claims=claims_of(an_incident())), REGISTER)
    with pytest.raises(errors.Unknown):
        incident.split(
            made(SplitReport, reason="another", claims=claims_of(incident)[1:], targets=["nobody"]), REGISTER
        )


def test_the_facts_of_a_split_are_known_since_the_claims_were() -> None:
    incident = an_incident(toll(3, "sohr", published="2020-02-21T15:00Z"))
    new = incident.split(made(SplitReport, reason="another", claims=claims_of(incident)[1:]), REGISTER)
    assert {fact.known_at for fact in [*facts_of(new), facts_of(incident)[-1]]} == {at("2020-02-21T15:00Z")}
