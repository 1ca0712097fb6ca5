"""The stage: which incidents take part in the inference, of which sides, and why the others do not."""

from typing import Any
from uuid import UUID

import pytest

from domain.excitation.parameters import Parameters
from domain.incident.incident import Incident
from domain.judgement import Mend
from domain.party import AffiliationEndReport, AffiliationReport, Party
from projections.inference.stage import Staged, staged, why_not
from projections.inference.surroundings import Surroundings, staged_around
from projections.store import Store
from tests.domain.arrange import lost, made, words
from tests.projections.arrange import Book, a_book, followed, lens, refolded
from tests.projections.test_index import Unindexed

HERE = {"name": "Nayrab", "lat": 35.87, "lon": 36.72}


REACHING = Parameters(answers=0.5, weight=0.0, delay=1.0, reach=5.0)


def at(lat: float) -> dict[str, Any]:
    return {"name": f"Point {lat}", "lat": lat, "lon": 36.72, "precision": "exact"}


def strike(
    book: Book,
    perpetrator: str | list[str] | None = "turkey",
    target: str | None = "syria-government",
    **parts: Any,
) -> UUID:
    """Report a blow; of several perpetrators, the source does not say which it was."""
    named = {"perpetrator": perpetrator} if isinstance(perpetrator, str) else {"possible_perpetrators": perpetrator}
    said = words("sohr", published="2020-02-20", **(named if perpetrator else {}))
    return book.report(**{"place": HERE, "targets": [target] if target else [], "claim": said} | parts)


def stand_with(book: Book, party: str, counterpart: str, **parts: Any) -> None:
    said = {"with": counterpart, "relation": "proxy", "source": "sohr", "from": "2015-09-30"} | parts
    book.change(Party.stream(party), Party.affiliate, made(AffiliationReport, **said), kind=Party)


def seen(book: Book, store: Store, **words: str) -> Staged:
    refolded(book.ledger, store)
    return staged(store, lens(store, **words))


def test_an_act_has_its_time_place_weight_sides_and_area(store: Store) -> None:
    book = a_book()
    said = words("sohr", published="2020-02-20", perpetrator="turkey", casualties=[lost(12, party="syria-government")])
    place = {"name": "south-west of all", "lat": -0.5, "lon": -70.25, "precision": "district"}
    one = strike(book, occurred={"from": "1970-01-03"}, place=place, act="ambush", claim=said)
    stage = seen(book, store)
    acts = stage.acts
    assert [*stage.ids] == [one]
    assert (acts.began[0], acts.ended[0]) == (2.0, pytest.approx(3.0))
    assert (acts.lat[0], acts.lon[0], acts.spread[0], acts.mark[0]) == (-0.5, -70.25, 12.5, 4.0)
    assert (stage.pairs, stage.areas) == ([("turkey", "syria-government")], [(-1, -71)])
    assert (acts.reverse.tolist(), stage.left_out) == ([-1], {})
    assert store.rows("SELECT id FROM incident_versions WHERE row = ?", stage.rows.tolist()) == [(one,)]


def test_acts_come_by_when_they_began_and_pairs_know_their_reverse(store: Store) -> None:
    book = a_book()
    second = strike(book, "turkey", "syria-government", occurred={"from": "2020-02-05"})
    first = strike(book, "syria-government", "turkey", occurred={"from": "2020-02-03"})
    third = strike(book, "turkey", "iran", occurred={"from": "2020-02-06"})
    stage = seen(book, store)
    assert [*stage.ids] == [first, second, third]
    assert [*stage.ids[1:]] == [second, third]
    assert stage.pairs == [("syria-government", "turkey"), ("turkey", "iran"), ("turkey", "syria-government")]
    assert stage.acts.pair.tolist() == [0, 2, 1]
    assert stage.acts.reverse.tolist() == [2, -1, 0]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"perpetrator": None}, "attacker_unknown"),
        ({"perpetrator": ["russia", "turkey"]}, "attackers_of_several_sides"),
        ({"target": None}, "target_unknown"),
        ({"targets": ["iran", "syria-government"]}, "targets_of_several_sides"),
        ({"target": "turkey"}, "own_side"),
        ({"place": {"name": "somewhere"}}, "no_spot"),
        ({"place": HERE | {"precision": "country"}}, "place_too_vague"),
        ({"occurred": {"from": "2020-02-01", "precision": "month"}}, "time_too_vague"),
        ({"place": HERE | {"precision": "governorate"}, "occurred": {"from": "2020-02-03", "precision": "week"}}, None),
    ],
)
def test_what_takes_no_part_says_why(store: Store, parts: dict[str, Any], reason: str | None) -> None:
    book = a_book()
    one = strike(book, **parts)
    stage = seen(book, store)
    assert why_not(store, lens(store), one) == reason
    assert stage.left_out == ({reason: 1} if reason else {})
    assert len(stage.acts) == (0 if reason else 1)


def test_a_retracted_incident_is_neither_on_stage_nor_left_out(store: Store) -> None:
    book = a_book()
    one = strike(book)
    book.change(one, Incident.retract, made(Mend, reason="never happened"))
    stage = seen(book, store)
    assert (len(stage.acts), stage.left_out, why_not(store, lens(store), one)) == (0, {}, None)


def test_an_act_contested_within_one_side_is_that_sides(store: Store) -> None:
    book = a_book()
    strike(book, ["russia", "syria-government"], "turkey")
    assert seen(book, store).left_out == {"attackers_of_several_sides": 1}
    stand_with(book, "russia", "syria-government")
    assert seen(book, store).pairs == [("syria-government", "turkey")]


def test_sides_are_those_of_the_day_on_which_it_began(store: Store) -> None:
    book = a_book()
    stand_with(book, "russia", "syria-government")
    for day in ("2020-02-03", "2020-02-04"):
        strike(book, "russia", "turkey", occurred={"from": day})
    party = book.ledger.get(Party, Party.stream("russia"))
    assert party is not None
    ended = made(AffiliationEndReport, to="2020-02-03", reason="fell out")
    (affiliation,) = party.state.affiliations
    book.clerk().change(Party, party.id, Party.end_affiliation, affiliation, ended)
    stage = seen(book, store)
    assert [stage.pairs[pair][0] for pair in stage.acts.pair] == ["syria-government", "russia"]


def test_who_stood_with_whom_is_cut_by_position_and_not_by_when_it_was_known(store: Store) -> None:
    book = a_book()
    strike(book, "russia", "turkey")
    stood = str(book.ledger.position)
    stand_with(book, "russia", "syria-government")
    assert seen(book, store, position=stood).pairs == [("russia", "turkey")]
    assert seen(book, store, known_at="2020-03-01").pairs == [("syria-government", "turkey")]


def test_around_incidents_there_is_what_their_sides_did_to_each_other_in_those_days(store: Store) -> None:
    book = a_book()
    mine = strike(book, occurred={"from": "2020-02-10"})
    back = strike(book, "syria-government", "turkey", occurred={"from": "2020-02-12"})
    strike(book, "iran", "turkey", occurred={"from": "2020-02-10"})
    strike(book, occurred={"from": "2020-02-01"})
    late = strike(book, occurred={"from": "2020-03-10"})
    after = strike(book, occurred={"from": "2020-03-11"})
    followed(book.ledger, store)
    around = Surroundings(3.0, 3.0, 2, REACHING)
    for reader in (store, Unindexed(store)):
        near = staged_around(reader, lens(store), [late, mine], around)
        assert [*near.ids] == [mine, back, late, after]
        assert [*staged_around(reader, lens(store), [], around).ids] == []


def test_around_incidents_there_is_only_what_so_many_steps_may_reach(store: Store) -> None:
    """A step is four times a reach of 5 km: 40 km are two steps. Some that are farther pass, and none at 222 km."""
    book = a_book()
    first, then = {"from": "2020-02-10"}, {"from": "2020-02-11"}
    mine = strike(book, place=at(36.0), occurred=first)
    near = strike(book, "syria-government", "turkey", place=at(36.35), occurred=then)
    far = strike(book, "syria-government", "turkey", place=at(38.0), occurred=then)
    strike(book, "syria-government", "turkey", place={"name": "somewhere"}, occurred=then)
    followed(book.ledger, store)
    for reader in (store, Unindexed(store)):
        assert [*staged_around(reader, lens(store), [mine], Surroundings(3.0, 3.0, 2, REACHING)).ids] == [mine, near]
        farther = staged_around(reader, lens(store), [mine], Surroundings(3.0, 3.0, 12, REACHING))
        assert {*farther.ids} == {mine, near, far}
