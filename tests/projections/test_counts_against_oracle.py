"""Every count equals a brute-force reading of the raw claims, and every list holds what its number says."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.ledger import Ledger
from domain.lens import Lens
from projections import incidents
from projections.counts import grouped
from projections.selection import Selection
from projections.store import Store
from seeds.loader import load
from tests.projections import oracle
from tests.projections.arrange import followed, lens, refolded
from tests.projections.histories import Turn, histories
from tests.projections.story import told

LENSES: tuple[dict[str, str], ...] = (
    {},
    {"as_of": "2020-02-03"},
    {"as_of": "2020-02-10"},
    {"as_of": "2020-02-20", "tz": "Asia/Damascus"},
    {"known_at": "2020-02-03T12:00:00Z"},
    {"known_at": "2020-02-11"},
    {"as_of": "2020-02-03", "known_at": "2020-02-03T06:30:00Z", "tz": "Europe/Istanbul"},
    {"position": "300"},
    {"as_of": "2019-12-31", "position": "400"},
    {"as_of": "2020-02-20", "known_at": "2020-02-20T16:00:00Z", "position": "500"},
)
MOMENTS = (None, "2020-02-02T22:00:00+00:00", "2020-02-03T09:00:00+00:00", "2020-02-05T12:00:00+00:00")
LATER = ("2020-02-07T23:59:59.999999+00:00", "2020-02-10T23:59:59.999999+00:00", "2020-02-29T23:59:59+00:00")
moments = st.sampled_from([*MOMENTS, *LATER]).map(lambda text: datetime.fromisoformat(text) if text else None)


@pytest.fixture(scope="module")
def idlib() -> Iterator[tuple[Ledger, Store]]:
    ledger = Ledger.at("sqlite://")
    load(ledger, "key-1")
    store = followed(ledger)
    yield ledger, store
    store.close()


@pytest.mark.parametrize("words", LENSES, ids=str)
def test_the_counts_of_idlib_are_those_of_the_raw_claims(idlib: tuple[Ledger, Store], words: dict[str, str]) -> None:
    ledger, store = idlib
    looking = lens(store, **words)
    assert counted(store, looking) == expected(oracle.pile(ledger), looking)
    assert_lists_hold_what_numbers_say(store, looking)


def test_the_ten_lenses_show_ten_different_counts(idlib: tuple[Ledger, Store]) -> None:
    _, store = idlib
    assert len({str(counted(store, lens(store, **words))) for words in LENSES}) == len(LENSES)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories, st.data())
def test_counts_are_those_of_the_raw_claims_whatever_was_recorded(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    ledger = told(history).book.ledger
    refolded(ledger, tables)
    facts = oracle.pile(ledger)
    for number in range(4):
        position = data.draw(st.integers(0, ledger.position) | st.just(ledger.position))
        looking = Lens(as_of=data.draw(moments), known_at=data.draw(moments), position=position)
        assert counted(tables, looking) == expected(facts, looking)
        assert shown(tables, looking) == judged(facts, looking)
        if number == 0:
            assert_lists_hold_what_numbers_say(tables, looking)


def counted(store: Store, looking: Lens) -> dict[str, Any]:
    groups = grouped(store, looking, Selection(), ["party"])
    return {
        one["party"]: {name: part for name, part in one.items() if name not in {"party", "where"}} for one in groups
    }


def expected(facts: list[oracle.Raw], looking: Lens) -> dict[str, Any]:
    return oracle.counts(facts, looking.as_of, looking.known_at, looking.position)


def shown(store: Store, looking: Lens) -> dict[str, Any]:
    """Every incident that the tables show, with what was made of it."""
    every = Selection(standing="alleged,corroborated,verified,disputed,retracted,merged")
    return {
        one["id"]: (
            one["nature"],
            one["standing"],
            one["attribution"],
            one["perpetrators"],
            set(one["assessed"]["claims"]),
        )
        for one in listed(store, looking, every)
    }


def judged(facts: list[oracle.Raw], looking: Lens) -> dict[str, Any]:
    found = oracle.incidents(facts, looking.as_of, looking.known_at, looking.position)
    parts = ("nature", "standing", "attribution", "perpetrators", "claims")
    return {stream: tuple(one[part] for part in parts) for stream, one in found.items()}


def assert_lists_hold_what_numbers_say(store: Store, looking: Lens) -> None:
    for group in grouped(store, looking, Selection(), ["party"]):
        assert len(listed(store, looking, Selection(**group["where"]))) == group["count"]
        for nature, name in (("violation", "violations"), ("retaliation", "retaliations"), ("incident", "other")):
            for attribution, number in group[name].items():
                behind = Selection(perpetrator=group["party"], nature=nature, attribution=attribution)
                assert len(listed(store, looking, behind)) == number


def listed(store: Store, looking: Lens, selection: Selection) -> list[dict[str, Any]]:
    """Walk all the pages of a list, two at a time; each says how many there are in all."""
    items: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = incidents.page(store, looking, selection, limit=2, after=after)
        items += page.items
        after = page.after
        if after is None:
            assert page.count == len(items) == len({one["id"] for one in items})
            return items
