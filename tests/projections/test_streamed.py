"""Everything that a lens shows comes once and in the order of lists, however many are read at a time."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from bench.ledgers import ledger_of
from domain.ledger import Ledger
from projections import incidents, streamed
from projections.follow import Follower
from projections.looking import resolve
from projections.selection import Selection
from projections.store import Store
from projections.streamed import Everything


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    ledger = Ledger.at(f"sqlite:///{ledger_of(100, Path(tmp_path_factory.mktemp('made')))}")
    store = Store()
    Follower(ledger, store).catch_up()
    yield store
    store.close()
    ledger.close()


@pytest.mark.parametrize(("found", "folded"), [(1, 1), (7, 3), (10, 10), (1000, 1000)])
@pytest.mark.parametrize("lens", [{}, {"known_at": "2018-01-01"}, {"position": "120", "as_of": "2019-01-01"}])
def test_every_incident_of_the_list_comes_once_and_in_its_order(
    store: Store, monkeypatch: pytest.MonkeyPatch, lens: dict[str, str], found: int, folded: int
) -> None:
    monkeypatch.setattr(streamed, "FOUND_AT_ONCE", found)
    monkeypatch.setattr(streamed, "FOLDED_AT_ONCE", folded)
    through, selection = resolve(store, **lens), Selection(nature="violation")
    everything = Everything(store, through, selection)
    listed = incidents.page(store, through, selection, limit=500, after=None)
    batches = list(everything.batches())
    assert max(map(len, batches)) <= folded
    assert [shown.id for batch in batches for shown in batch] == [UUID(one["id"]) for one in listed.items]
    assert everything.count() == listed.count > 10
    assert [one for batch in batches for one in everything.in_short(batch)] == listed.items
    pages = [incidents.one(store, through, UUID(one["id"])) for one in listed.items]
    assert [one for batch in batches for one in everything.in_full(batch)] == pages


def test_the_sources_are_all_whose_claims_are_shown(store: Store) -> None:
    lens = resolve(store, known_at="2016-06-01")
    everything = Everything(store, lens, Selection())
    told = [one for batch in everything.batches() for one in everything.in_full(batch)]
    assert everything.sources() == sorted({claim["source"] for one in told for claim in one["claims"]})
    assert Everything(store, resolve(store, known_at="2015-01-01"), Selection()).sources() == []
