from typing import Any

import pytest

from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition, Grading
from tests.domain.arrange import (
    REGISTER,
    an_incident,
    assessed,
    claim,
    claims_of,
    killed,
    lost,
    made,
    number_of,
    on,
    toll,
)


def told(*claims: tuple[str, Any]) -> Incident:
    """Record one toll by each of these sources, in their order."""
    first, *more = [toll(number, source) for source, number in claims]
    return an_incident(*more, first=first)


def loss(incident: Incident, party: str | None, kind: str, outcome: str) -> tuple[int, int | None, int | None]:
    row = number_of(assessed(incident), party, kind, outcome)
    assert row is not None
    return row.low, row.high, row.best


@pytest.mark.parametrize(
    ("numbers", "low_and_high"),
    [
        ([2], (2, 2)),
        ([33, 34, 36], (33, 36)),
        ([{"between": [30, 35]}, 33], (30, 35)),
        ([{"at_least": 50}, 33], (33, None)),
        ([{"at_most": 50}, 33], (0, 50)),
        ([{"more_than": 12}, 20], (13, None)),
        ([{"several": True}, 20], (2, None)),
        ([{"about": 2000}, 1900], (1900, 2000)),
        ([{"unknown": True}, 5], (5, None)),
        ([{"unknown": True}], (0, None)),
        ([{"at_least": 50}, {"at_most": 40}], (0, None)),
    ],
)
def test_the_low_is_the_least_and_the_high_the_greatest_and_open_where_one_is_open(
    numbers: list[Any], low_and_high: tuple[int, int | None]
) -> None:
    incident = told(*zip(("sohr", "afp", "reuters"), numbers, strict=False))
    row = number_of(assessed(incident))
    assert row is not None
    assert (row.low, row.high) == low_and_high
    assert row.open is (row.high is None)


def test_of_each_source_its_latest_claim_counts_without_saying_that_it_supersedes() -> None:
    incident = an_incident(toll(6, published="2020-02-20T17:00Z"), first=toll(4))
    assert killed(incident) == (6, 6, 6)
    assert killed(incident, "2020-02-20T16:00Z") == (4, 4, 4)


def test_of_one_source_and_moment_the_later_recorded_counts() -> None:
    assert killed(an_incident(toll(6), first=toll(4))) == (6, 6, 6)


def test_a_claim_recorded_late_does_not_displace_what_its_source_said_later() -> None:
    incident = an_incident(toll(4, published="2020-02-20T12:00Z"), first=toll(6))
    assert killed(incident) == (6, 6, 6)


def test_independence_is_judged_by_the_source_and_not_by_who_carries_it() -> None:
    incident = an_incident(toll(6, "turkey-mod", via="reuters"), first=toll(4, "turkey-mod", via="afp"))
    assert killed(incident) == (6, 6, 6)


def test_a_later_claim_without_a_number_takes_its_sources_number_away() -> None:
    incident = an_incident(claim("sohr", published="2020-02-21"), toll(2, "afp"), first=toll(4, "sohr"))
    assert killed(incident) == (2, 2, 2)


@pytest.mark.parametrize(
    ("claims", "best"),
    [
        ([("a-blog", 40), ("sohr", 33)], 33),
        ([("sohr", 33), ("a-blog", 40)], 33),
        ([("reuters", 34), ("sohr", 33), ("turkey-mod", 36)], 34),
        ([("turkey-mod", 36), ("syria-state-media", 10)], 36),
        ([("turkey-mod", 36), ("russia-mod", 30)], 30),
        ([("syria-state-media", 10)], None),
        ([("sohr", {"at_least": 33}), ("turkey-mod", 36)], 36),
        ([("sohr", {"at_least": 33, "best": 35}), ("turkey-mod", 36)], 35),
        ([("sohr", {"at_least": 33})], None),
    ],
)
def test_best_is_of_the_most_reliable_of_neither_side_and_else_of_the_side_that_suffered(
    claims: list[tuple[str, Any]], best: int | None
) -> None:
    incident = told(*claims)
    incident.add_claim(claim("turkey-presidency", perpetrator="syria-government"), REGISTER)
    row = number_of(assessed(incident))
    assert row is not None
    assert row.best == best


def test_of_equally_reliable_sources_the_latest_known_gives_the_best() -> None:
    incident = an_incident(toll(33, "afp", published="2020-02-20T14:00Z"), first=toll(34, "sohr"))
    assert killed(incident) == (33, 34, 34)


def test_of_equally_reliable_sources_known_at_once_the_later_recorded_gives_the_best() -> None:
    assert killed(told(("sohr", 33), ("afp", 34))) == (33, 34, 34)
    assert killed(told(("afp", 34), ("sohr", 33))) == (33, 34, 33)


def test_an_ally_of_a_side_is_not_that_side() -> None:
    incident = an_incident(toll(30, "russia-mod"), first=toll(36, "turkey-mod", perpetrator="syria-government"))
    assert killed(incident) == (30, 36, 30)


def test_whoever_may_have_done_it_is_a_side() -> None:
    both = ["russia", "syria-government"]
    incident = an_incident(toll(30, "russia-mod"), first=toll(36, "turkey-mod", possible_perpetrators=both))
    assert killed(incident) == (30, 36, 36)


def test_where_nobody_says_whose_they_were_no_side_suffered() -> None:
    row = lost(4, party=None)
    incident = an_incident(first=claim("turkey-mod", casualties=[row]))
    assert loss(incident, None, "combatant", "killed") == (4, 4, None)


def test_a_regraded_claim_may_give_the_best() -> None:
    incident = told(("sohr", 33), ("a-blog", 40))
    on(incident, "2020-06-01").regrade_claim(
        claims_of(incident)[1], made(Grading, reason="it was there", reliability="A")
    )
    assert (killed(incident, "2020-05-31"), killed(incident)) == ((33, 40, 33), (33, 40, 40))


def test_people_are_counted_apart_by_party_category_and_outcome() -> None:
    rows = [
        lost(2),
        lost(5, "wounded"),
        lost(1, category="civilian"),
        lost(100, "neutralised", party="syria-government"),
        lost(3, party="syria-government"),
    ]
    incident = an_incident(first=claim("sohr", casualties=rows))
    assert loss(incident, "turkey", "combatant", "killed") == (2, 2, 2)
    assert loss(incident, "turkey", "combatant", "wounded") == (5, 5, 5)
    assert loss(incident, "turkey", "civilian", "killed") == (1, 1, 1)
    assert loss(incident, "syria-government", "combatant", "neutralised") == (100, 100, 100)
    assert loss(incident, "syria-government", "combatant", "killed") == (3, 3, 3)
    assert len(assessed(incident).casualties) == len(rows)


def test_equipment_is_assessed_like_people() -> None:
    def tanks(number: int, source: str) -> ClaimAddition:
        row = {"party": "syria-government", "type": "tank", "quantity": {"exact": number}}
        return claim(source, equipment=[row, row | {"outcome": "damaged"}])

    incident = an_incident(tanks(3, "sohr"), first=tanks(5, "turkey-mod"))
    assert loss(incident, "syria-government", "tank", "destroyed") == (3, 5, 3)
    assert [row.claims for row in assessed(incident).equipment] == [tuple(claims_of(incident))] * 2


def test_a_number_names_the_claims_behind_it() -> None:
    incident = an_incident(claim("reuters"), toll(3, "sohr"), first=toll(2))
    row = number_of(assessed(incident))
    assert row is not None
    assert set(row.claims) == {claims_of(incident)[2]}
    assert set(assessed(incident).claims) == set(claims_of(incident)[1:])


def test_a_published_total_is_kept_as_it_was_and_never_counted() -> None:
    total = {"low": 30, "best": 61, "high": 50}
    incident = an_incident(first=toll(33, "sohr", total=total))
    kept = incident.state.standing_claims()[0].claim.total
    assert kept is not None
    assert kept.model_dump() == total
    assert killed(incident) == (33, 33, 33)
