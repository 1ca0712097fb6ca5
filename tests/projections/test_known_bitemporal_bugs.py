"""Bugs that others had in reading by two clocks, told again of our three: each as it went wrong there."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.figure import Figure, FigureReport
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition
from domain.judgement import Judgement
from domain.lens import Lens
from projections import figures, follow, incidents
from projections.selection import Selection
from projections.store import Store
from tests.domain.arrange import lost, made, toll, words
from tests.projections.arrange import a_book, counts, followed, lens, step_by_step
from tests.projections.of_tables import walked

ONE_TIME = "2020-02-20T10:00:00Z"


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_rails_event_store_1037_batches_neither_repeat_nor_omit_what_was_recorded_out_of_order(
    store: Store, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`As_of and batches don't work together`: the next batch began after the last id, and not in the asked order.

    Ours: incidents recorded against the order in which they began, two of them at once, come once each, whatever
    the size of a page and of a batch of the log.
    """
    monkeypatch.setattr(follow, "BATCH", batch)
    book = a_book()
    days = ("2020-02-20", "2020-02-18", "2020-02-18", "2020-02-19", "2020-02-17")
    recorded = [(day, str(book.report(occurred={"from": day}))) for day in days]
    book.say(UUID(recorded[0][1]), published="2020-02-21")
    followed(book.ledger, store)
    assert [one["id"] for one in walked(store, lens(store), Selection(), batch)] == [
        incident for _, incident in sorted(recorded)
    ]
    assert [len(page_of(store, incident)["claims"]) for _, incident in recorded] == [2, 1, 1, 1, 1]


def test_rails_event_store_1518_what_states_no_moment_keeps_its_place_among_those_that_do() -> None:
    """`use created_at for fallback in #as_of when valid_at is nil`: events without a time came first, or last.

    Ours: of four judgements recorded in this order, the first two state no moment and are known when recorded,
    the other two state moments in between. They hold in the order 1, 3, 4, 2.
    """
    book = a_book(beginning=datetime(2020, 3, 1, tzinfo=UTC))
    incident = book.report()
    stated = {"1": None, "2": None, "3": timedelta(minutes=2), "4": timedelta(minutes=3)}
    first = book.now + timedelta(minutes=1)
    for reason, later in stated.items():
        known_at = None if later is None else first + later
        book.change(incident, Incident.verify, made(Judgement, reason=reason, known_at=known_at))
        book.now += timedelta(minutes=9)
    store = followed(book.ledger)
    asked = [first + timedelta(minutes=minute) for minute in (0, 2, 3, 10)]
    found = [page_of(store, incident, known_at=moment.isoformat())["finding"] for moment in asked]
    assert [finding["reason"] for finding in found] == ["1", "3", "4", "2"]


def test_rails_event_store_1518_what_has_no_period_is_shown_in_one_place_under_every_lens() -> None:
    """The same of rows: a figure without a period is of any time, and comes before those that have one."""
    book = a_book()
    for period in ("2020-02-10", None, "2020-02-05"):
        said = words("reuters", published="2020-02-20", measure="displaced", about="people", quantity={"exact": 9})
        report = made(FigureReport, **said, period=period and {"from": period})
        book.clerk().open(Figure.publish, report)
    store = followed(book.ledger)
    shown = {
        as_of: [one["period"] and one["period"]["from"] for one in figures.page(store, lens(store, as_of=as_of))]
        for as_of in (None, "2020-02-09", "2020-02-01")
    }
    assert shown == {
        None: [None, "2020-02-05", "2020-02-10"],
        "2020-02-09": [None, "2020-02-05"],
        "2020-02-01": [None],
    }


@pytest.mark.parametrize(
    ("clock", "last_unseen", "first_seen"),
    [
        ("as_of", "2018-01-09", "2018-01-10"),
        ("known_at", "2019-01-09", "2019-01-10"),
        ("position", "2019-12-31T23:59:59.999999Z", "2020-01-10"),
    ],
)
def test_rails_event_store_1521_each_clock_cuts_by_its_own_column(
    clock: str, last_unseen: str, first_seen: str
) -> None:
    """`#as_of filter by time`: `older_than` looked at when an event was stored, and not at when it was valid.

    Ours: what happened in 2018, was published in 2019 and recorded in 2020 moves with one clock at a time.
    """
    book = a_book(beginning=datetime(2020, 1, 1, tzinfo=UTC))
    claim = toll(2, published="2019-01-10").model_dump(mode="json", exclude_unset=True)
    incident = book.report(occurred={"from": "2018-01-10"}, claim=claim)
    store = followed(book.ledger)
    seen = [incidents.one(store, lens(store, **{clock: text}), incident) for text in (last_unseen, first_seen)]
    assert [one is not None for one in seen] == [False, True]
    listed = [walked(store, lens(store, **{clock: text}), Selection()) for text in (last_unseen, first_seen)]
    assert [len(some) for some in listed] == [0, 1]
    numbers = [counts(store, **{clock: text}) for text in (last_unseen, first_seen)]
    assert [bool(some) for some in numbers] == [False, True]


def test_rails_event_store_1558_looking_back_gives_what_looking_on_gave(store: Store) -> None:
    """`Fix read as of last`: an order that could not be reversed, so that the last event was not the one read last.

    Ours: from the last position back to the first, each answers as it did when the log grew over it, though
    what was recorded later was known before; and what is told last in a history is what holds now.
    """
    book = a_book()
    incident = book.report(claim=saying(1, "2020-02-10"))
    reported = book.ledger.position
    for number, published in ((2, "2020-02-05"), (3, "2020-02-20"), (4, "2020-02-15")):
        book.say(incident, "turkey-mod", published=published, casualties=[lost(number)])
    onwards: dict[int, int] = {}

    def remember(position: int) -> None:
        if position >= reported:
            onwards[position] = killed(store, incident)

    step_by_step(book.ledger, store, remember)
    back = {position: killed(store, incident, position=str(position)) for position in reversed(onwards)}
    assert back == onwards
    assert [*onwards.values()] == [1, 1, 3, 3]
    open_ended = [
        one for one in incidents.history(store, incident, Lens()) if one["known_to"] is one["position_to"] is None
    ]
    assert [one["incident"]["assessed"]["casualties"][0]["low"] for one in open_ended] == [3]


@pytest.mark.parametrize("order", [(4, 6, 8), (8, 6, 4), (6, 8, 4)], ids=str)
def test_rails_event_store_1565_numbers_follow_what_was_known_and_not_what_was_recorded(order: tuple[int, ...]) -> None:
    """`Fix projections with bi-temporal event stream`: a projection took events as stored, whatever was asked.

    Ours: a toll published as 4, then 6, then 8, recorded in any order, counts as the one published last by then.
    """
    published = {4: "2020-02-05", 6: "2020-02-10", 8: "2020-02-15"}
    book = a_book()
    incident = book.report(claim=saying(order[0], published[order[0]]))
    for number in order[1:]:
        book.change(incident, Incident.add_claim, made(ClaimAddition, **saying(number, published[number])))
    store = followed(book.ledger)
    for number, day in published.items():
        assert killed(store, incident, known_at=day) == number
        assert counts(store, known_at=day)["turkey"]["suffered"]["killed"]["high"] == number
    assert counts(store)["turkey"]["suffered"]["killed"]["high"] == 8


def test_xtdb_1837_two_updates_in_one_microsecond_are_two_and_the_later_recorded_holds() -> None:
    """`Mitigate unintended entity corrections`: the second of two updates in a millisecond hid that the first was.

    Ours: two words of one source, published and recorded in the same microsecond, are two claims; the position
    tells which came first, and up to it the first one holds.
    """
    book = a_book()
    incident = book.report(claim=saying(1, "2020-02-19"))
    for number in (2, 3):
        book.say(incident, "turkey-mod", published=ONE_TIME, casualties=[lost(number)])
        book.now -= timedelta(minutes=1)
    store = followed(book.ledger)
    last = book.ledger.position
    recorded = [one.timestamp for one in book.ledger.facts_of(incident)[-2:]]
    assert recorded[0] == recorded[1]
    assert [killed(store, incident, position=str(last - 1)), killed(store, incident)] == [2, 3]
    versions = incidents.history(store, incident, Lens())
    at_once = [one for one in versions if one["known_from"] == ONE_TIME]
    spans = [(one["position_from"], one["position_to"]) for one in at_once]
    assert spans == [(last - 1, last), (last, None)]
    assert len(page_of(store, incident)["claims"]) == 3


def saying(number: int, published: str) -> dict[str, Any]:
    return words("turkey-mod", published=published, casualties=[lost(number)])


def page_of(store: Store, incident: UUID | str, **clocks: str) -> dict[str, Any]:
    page = incidents.one(store, lens(store, **clocks), UUID(str(incident)))
    assert page is not None
    return page


def killed(store: Store, incident: UUID, **clocks: str) -> int:
    """Answer the least number killed."""
    low: int = page_of(store, incident, **clocks)["assessed"]["casualties"][0]["low"]
    return low
