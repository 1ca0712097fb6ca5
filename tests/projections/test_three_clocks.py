"""What had happened, what was known, and what was recorded: each clock alone, and all three together."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from domain.incident.incident import Incident
from domain.incident.reports import Correction, SplitReport
from domain.judgement import Mend
from domain.source import GradeReport, Source
from projections import incidents, parties, sources
from projections.looking import judged_at
from projections.selection import Selection
from projections.store import Store
from tests.domain.arrange import lost, made, toll
from tests.projections.arrange import Book, a_book, followed, lens

TOLLS = ((4, "2020-02-03T09:00:00Z"), (6, "2020-02-03T15:00:00Z"), (8, "2020-02-03T21:00:00Z"))


@pytest.mark.parametrize("order", list(permutations(TOLLS)), ids=lambda order: "-".join(str(toll[0]) for toll in order))
def test_a_toll_published_as_4_then_6_then_8_answers_each_in_its_time_in_whatever_order_it_was_recorded(
    order: tuple[tuple[int, str], ...],
) -> None:
    book = a_book()
    (first, published), *others = order
    incident = book.report(claim=saying(first, published))
    for number, at in others:
        book.say(incident, "turkey-mod", published=at, casualties=[lost(number)])
    store = followed(book.ledger)
    assert incidents.one(store, lens(store, known_at="2020-02-03T08:59:59.999999Z"), incident) is None
    for number, at in TOLLS:
        assert killed(store, incident, known_at=at) == (number, number)
    assert killed(store, incident, known_at="2020-02-03T20:59:59.999999Z") == (6, 6)
    assert killed(store, incident) == (8, 8)


def test_a_toll_that_supersedes_leaves_the_range_of_other_sources_beside_it() -> None:
    book = a_book()
    incident = book.report(claim=saying(4, TOLLS[0][1]))
    held = incidents_claim(book, incident)
    for number, at in TOLLS[1:]:
        held = book.say(incident, "turkey-mod", published=at, casualties=[lost(number)], supersedes=held)
    book.say(incident, "sohr", published="2020-02-03T22:00:00Z", casualties=[lost({"at_least": 5})])
    store = followed(book.ledger)
    assert killed(store, incident, known_at="2020-02-03T21:00:00Z") == (8, 8)
    assert killed(store, incident) == (5, None)


@pytest.mark.parametrize(
    ("occurred", "last_unseen", "first_seen"),
    [
        ({"from": "2020-02-20"}, "2020-02-20T23:59:59.999998Z", "2020-02-20"),
        ({"from": "2020-02-20", "zone": "Asia/Damascus"}, "2020-02-20T21:59:59.999998Z", "2020-02-20T21:59:59.999999Z"),
        ({"from": "2020-02-17", "precision": "week"}, "2020-02-22", "2020-02-23"),
        ({"from": "2020-02-10", "precision": "month"}, "2020-02-28", "2020-02-29"),
        ({"from": "2020-01-01", "precision": "year"}, "2020-12-30", "2020-12-31"),
        ({"from": "2020-02-20T12:30:00Z", "precision": "hour"}, "2020-02-20T13:29:00Z", "2020-02-20T13:30:00Z"),
        ({"from": "2020-02-20T12:30:00Z"}, "2020-02-20T12:29:59.999999Z", "2020-02-20T12:30:00Z"),
        ({"from": "2020-02-20", "to": "2020-02-25"}, "2020-02-19", "2020-02-20"),
    ],
)
def test_it_had_happened_once_it_had_certainly_begun(
    occurred: dict[str, str], last_unseen: str, first_seen: str
) -> None:
    book = a_book(beginning=datetime(2021, 6, 1, tzinfo=UTC))
    incident = book.report(occurred=occurred)
    store = followed(book.ledger)
    assert incidents.one(store, lens(store, as_of=last_unseen), incident) is None
    assert incidents.one(store, lens(store, as_of=first_seen), incident) is not None


def test_a_bare_date_ends_with_the_day_of_its_reader() -> None:
    book = a_book()
    incident = book.report(occurred={"from": "2020-02-20T22:30:00Z"})
    store = followed(book.ledger)
    assert incidents.one(store, lens(store, as_of="2020-02-20"), incident) is not None
    assert incidents.one(store, lens(store, as_of="2020-02-20", tz="Asia/Damascus"), incident) is None
    assert incidents.one(store, lens(store, as_of="2020-02-21", tz="Asia/Damascus"), incident) is not None


def test_a_correction_moves_it_over_the_boundary_of_a_lens_only_where_the_correction_is_known_and_recorded() -> None:
    book = a_book()
    incident = book.report(occurred={"from": "2020-02-03"})
    before = book.ledger.position
    correction = made(Correction, occurred={"from": "2020-02-12"}, reason="misread")
    book.change(incident, Incident.correct, correction)
    store = followed(book.ledger)

    def shows(**words: str) -> bool:
        return incidents.one(store, lens(store, as_of="2020-02-10", **words), incident) is not None

    assert not shows()
    assert shows(position=str(before))
    assert shows(known_at="2020-03-31")


def test_a_position_given_as_a_recording_time_is_the_last_one_recorded_by_then() -> None:
    book = a_book()
    incident = book.report()
    reported, recorded = book.ledger.position, book.now
    book.say(incident)
    store = followed(book.ledger)
    assert lens(store, position=recorded.isoformat()).position == reported
    assert lens(store, position=(recorded - timedelta(microseconds=1)).isoformat()).position == reported - 2
    assert lens(store, position="2020-04-01").position == book.ledger.position
    assert lens(store, position="2020-03-31").position == 0


def test_recording_time_never_goes_back_for_readers_though_the_clocks_of_writers_differ() -> None:
    book = a_book()
    ahead = book.report()
    by_then = book.now
    book.now -= timedelta(hours=3)
    book.say(ahead)
    slow_clock = book.now
    store = followed(book.ledger)
    last = str(book.ledger.position)
    assert lens(store, position=by_then.isoformat()).position == book.ledger.position
    assert lens(store, position=slow_clock.isoformat()).position == 0
    assert judged_at(store, lens(store, position=last)) == by_then


def test_parties_and_sources_are_cut_by_position_and_not_by_knowledge() -> None:
    book = a_book()
    before = book.ledger.position
    grade = made(GradeReport, reliability="E", reason="proved wrong")
    book.change(Source.stream("sohr"), Source.regrade, grade, kind=Source)
    store = followed(book.ledger)
    long_ago = {"known_at": "2017-01-01", "as_of": "2017-01-01"}
    assert [one["slug"] for one in parties.page(store, lens(store, **long_ago))] == sorted(
        {"turkey", "syria-government", "russia", "iran", "opposition", "hts"}
    )
    assert reliability(store, **long_ago) == "E"
    assert reliability(store, position=str(before), **long_ago) == "B"
    assert parties.one(store, lens(store, position="0"), "turkey") is None


def test_an_answer_waits_in_lists_and_on_the_page_until_the_lens_shows_what_it_answers() -> None:
    book = a_book()
    late = book.report(claim=saying(1, "2020-03-20T00:00:00Z"))
    answers = [{"incident": str(late), "asserted_by": "turkey-mod"}]
    early = book.report(claim=saying(1, "2020-03-01T00:00:00Z"), answers=answers)
    store = followed(book.ledger)
    for known, expected in (("2020-03-19", []), ("2020-03-20", [str(late)])):
        looking = lens(store, known_at=known)
        one = incidents.one(store, looking, early)
        listed = incidents.page(store, looking, Selection(), limit=9, after=None).items
        assert one is not None
        assert [answer["incident"] for answer in one["answers"]] == expected
        assert [a["incident"] for item in listed if item["id"] == str(early) for a in item["answers"]] == expected


def test_a_claim_split_off_merged_back_and_withdrawn_as_known_earlier_does_not_count() -> None:
    book = a_book()
    incident = book.report(claim=saying(4, "2020-02-10T00:00:00Z"))
    claim = book.say(incident, "afp", published="2020-02-10T00:00:00Z", casualties=[lost(9)])
    split = made(SplitReport, claims=[claim], reason="two strikes")
    book.merge(book.change(incident, Incident.split, split).id, incident)
    withdrawal = made(Mend, reason="never said", known_at="2020-02-05T00:00:00Z")
    book.change_part(incident, Incident.withdraw_claim, claim, withdrawal)
    assert killed(followed(book.ledger), incident) == (4, 4)


def saying(number: int, published: str) -> dict[str, Any]:
    return toll(number, "turkey-mod", published=published).model_dump(mode="json", exclude_unset=True)


def incidents_claim(book: Book, incident: UUID) -> UUID:
    opened: Any = book.ledger.facts_of(incident)[1]
    claim: UUID = opened.claim.id
    return claim


def killed(store: Store, incident: UUID, **words: str) -> tuple[int, int | None]:
    one = incidents.one(store, lens(store, **words), incident)
    assert one is not None
    (row,) = one["assessed"]["casualties"]
    return row["low"], row["high"]


def reliability(store: Store, **words: str) -> str:
    found = sources.one(store, lens(store, **words), "sohr")
    assert found is not None
    return str(found["reliability"])
