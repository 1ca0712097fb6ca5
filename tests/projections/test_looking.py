"""From the words of a query to a lens and back, and through pages and histories; a refusal names its field."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from domain.assessment import policy as assessment
from domain.errors import Unacceptable
from domain.incident.incident import Incident
from domain.judgement import Judgement, Mend
from domain.lens import Lens
from projections import incidents
from projections.looking import judged_at, lens_json, lens_query, resolve
from projections.page import cursor_of, key_of
from projections.selection import Selection
from projections.store import Store
from tests.domain.arrange import made
from tests.projections.arrange import Book, a_book, followed, lens
from tests.projections.test_counts_against_oracle import listed


@pytest.fixture
def book() -> Book:
    return a_book()


@pytest.fixture
def store(book: Book) -> Iterator[Store]:
    for day in ("03", "03", "04"):
        book.report(occurred={"from": f"2020-02-{day}"})
    store = followed(book.ledger)
    yield store
    store.close()


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"as_of": "2020-02-20", "known_at": "2020-02-21", "position": "7", "tz": "Asia/Damascus"},
        {"as_of": "2020-02-20T15:00:00.000001+03:00", "policy": "assessment-1"},
        {"position": "2020-04-01T00:05:00Z"},
    ],
    ids=str,
)
def test_a_lens_said_in_words_again_is_the_same_lens(store: Store, words: dict[str, str]) -> None:
    looking = resolve(store, **words)
    assert resolve(store, **lens_query(looking)) == looking
    assert looking.position is not None


def test_a_lens_is_shown_resolved(store: Store) -> None:
    assert lens_json(lens(store, as_of="2020-02-20", tz="Asia/Damascus")) == {
        "as_of": "2020-02-20T21:59:59.999999Z",
        "known_at": None,
        "position": store.position,
        "tz": "Asia/Damascus",
        "policy": "assessment-1",
    }


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"as_of": "yesterday"}, "as_of"),
        ({"known_at": "2020-02-30"}, "known_at"),
        ({"position": "-1"}, "position"),
        ({"position": "9" * 30}, "position"),
        ({"position": "seven"}, "position"),
        ({"tz": "Idlib"}, "tz"),
        ({"policy": "assessment-0"}, "policy"),
    ],
)
def test_a_refusal_names_the_parameter(store: Store, words: dict[str, str], field: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        resolve(store, **words)
    assert refused.value.field == field


def test_nothing_was_recorded_before_the_first_fact(store: Store) -> None:
    assert judged_at(store, Lens(position=0)) == datetime(1970, 1, 1, tzinfo=UTC)
    assert judged_at(store, Lens()) == judged_at(store, Lens(position=store.position))


def test_pages_end_where_the_list_ends_and_count_the_whole(store: Store) -> None:
    whole = listed(store, lens(store), Selection())
    assert [one["occurred"]["from"][-2:] for one in whole] == ["03", "03", "04"]
    page = incidents.page(store, lens(store), Selection(), limit=3, after=None)
    assert (len(page.items), page.count, page.after) == (3, 3, None)


def test_pages_walk_a_list_that_stands_still_while_the_log_grows(book: Book, store: Store) -> None:
    looking = lens(store)
    first = incidents.page(store, looking, Selection(), limit=2, after=None)
    book.report(occurred={"from": "2020-02-03"})
    book.change(UUID(first.items[0]["id"]), Incident.retract, made(Mend, reason="never happened"))
    followed(book.ledger, store)
    rest = incidents.page(store, looking, Selection(), limit=2, after=first.after)
    assert (len(rest.items), rest.count, rest.after) == (1, 3, None)


@pytest.mark.parametrize(
    "cursor",
    [
        "no-cursor",
        "é",
        "",
        cursor_of(1),
        cursor_of("1", "2"),
        cursor_of(True, "2"),  # noqa: FBT003 - a place in another list
        cursor_of(10**40, "2"),
        cursor_of(-(10**19), "2"),
        base64.urlsafe_b64encode(json.dumps({"a": 1}).encode()).decode(),
    ],
)
def test_what_is_no_place_in_a_list_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        incidents.page(store, lens(store), Selection(), limit=2, after=cursor)
    assert refused.value.field == "after"


def test_a_cursor_gives_its_key_again() -> None:
    identity = uuid4()
    assert key_of(cursor_of(-5, identity), (int, str)) == [-5, str(identity)]


def test_a_place_beside_a_thing_that_is_none_is_before_all_of_its_moment(store: Store) -> None:
    (first, *_) = listed(store, lens(store), Selection())
    began = store.rows("SELECT began_from FROM incident_versions WHERE id = ?::UUID", [first["id"]])[0][0]
    page = incidents.page(store, lens(store), Selection(), limit=9, after=cursor_of(began, "no id"))
    assert len(page.items) == 3


def test_a_history_names_the_fact_that_made_each_version_on_all_clocks(book: Book, store: Store) -> None:
    incident = book.report()
    opened = book.ledger.position
    book.say(incident, published="2020-02-21T00:00:00Z")
    book.change(incident, Incident.verify, Judgement())
    followed(book.ledger, store)
    told = [
        (one["position_from"], one["made_by"], one["known_from"]) for one in incidents.history(store, incident, Lens())
    ]
    verified = book.now.isoformat().replace("+00:00", "Z")
    assert told == [
        (opened, "incident.claim_added", "2020-02-20T15:00:00Z"),
        (opened + 1, "incident.claim_added", "2020-02-20T15:00:00Z"),
        (opened + 1, "incident.claim_added", "2020-02-21T00:00:00Z"),
        (opened + 2, "incident.verified", "2020-02-21T00:00:00Z"),
        (opened + 2, "incident.verified", verified),
    ]
    last = incidents.history(store, incident, Lens())[-1]
    assert (last["known_to"], last["position_to"], last["version"]) == (None, None, 4)
    assert last["recorded_at"] == verified
    assert last["incident"]["standing"] == "verified"
    assert incidents.history(store, uuid4(), Lens()) == []


def test_a_history_is_judged_by_the_policy_of_its_lens(
    book: Book, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A permanent address names its policy: a release whose own policy is another still answers by that one."""
    monkeypatch.setattr(assessment, "POLICIES", ("assessment-1", "assessment-2"))
    incident = book.report()
    book.change(incident, Incident.verify, Judgement())
    followed(book.ledger, store)
    for policy in ("assessment-1", "assessment-2"):
        versions = incidents.history(store, incident, Lens(position=store.position, policy=policy))
        assert [one["incident"]["assessed"]["policy"] for one in versions] == [policy] * 3
