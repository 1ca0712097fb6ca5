"""February 2020 in Idlib: what is inferred where nothing is asserted, and the one chain that both make."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

import pytest

from api.adopting import adopt
from domain.ledger import Ledger
from projections import inferred
from projections.fits import in_force
from projections.follow import Follower
from projections.links import answering
from projections.looking import resolve
from projections.store import Store
from seeds.loader import load
from seeds.records import Theatre

MONTH = "2020-02"


class Fitted(NamedTuple):
    """A ledger's tables, with a fit to its own acts in force, and the local names of its records."""

    store: Store
    names: dict[UUID, str]

    def stream(self, name: str) -> UUID:
        return next(stream for stream, known in self.names.items() if known == name)


def fitted(theatre: Theatre) -> Iterator[Fitted]:
    names = {
        theatre.stream(kind, one["name"]): one["name"]
        for kind in ("incident", "statement")
        for one in theatre.all(kind)
    }
    ledger, store = Ledger.at("sqlite://"), Store()
    follower = Follower(ledger, store)
    load(ledger, theatre=theatre)
    follower.catch_up()
    adopt(ledger, store, by="seeds", reason="Fitted to the record of Idlib.")
    follower.catch_up()
    yield Fitted(store, names)
    store.close()
    ledger.close()


@pytest.fixture(scope="module")
def hidden() -> Iterator[Fitted]:
    """The record without a word of what answered what in that month."""
    theatre = Theatre.of("idlib")
    for record in (*theatre.all("incident"), *theatre.all("statement")):
        if record["name"].startswith(MONTH):
            record.pop("answers", None)
    yield from fitted(theatre)


@pytest.fixture(scope="module")
def shown() -> Iterator[Fitted]:
    """The record with everything that is said."""
    yield from fitted(Theatre.of("idlib"))


@pytest.mark.parametrize(
    ("reply", "attack"),
    [
        ("2020-02-03-turkish-retaliation", "2020-02-03-saraqib-shelling"),
        ("2020-02-10-turkish-retaliation", "2020-02-10-taftanaz-shelling"),
        ("2020-02-20-turkish-retaliation", "2020-02-20-nayrab-strike"),
    ],
    ids=["3 February", "10 February", "20 February"],
)
def test_where_nobody_says_so_each_turkish_reply_is_inferred_to_answer_the_attack_that_it_did(
    hidden: Fitted, reply: str, attack: str
) -> None:
    told = inferred.told(hidden.store, resolve(hidden.store), [hidden.stream(reply)])[hidden.stream(reply)]
    first, *others = told.candidates
    assert hidden.names[first.trigger] == attack
    assert first.probability > 0.5 > max([told.none, *(one.probability for one in others)])
    assert told.none + sum(one.probability for one in told.candidates) == pytest.approx(1, abs=0.01)


def test_of_that_month_nothing_was_said_to_answer_anything_there(hidden: Fitted, shown: Fitted) -> None:
    said = [
        {
            link.incident
            for link in answering(one.store, resolve(one.store))
            if one.names[link.incident].startswith(MONTH)
        }
        for one in (hidden, shown)
    ]
    assert said[0] == set()
    assert len(said[1]) == 9


def test_what_is_said_teaches_the_fit_nothing(hidden: Fitted, shown: Fitted) -> None:
    blind, sighted = (in_force(one.store, resolve(one.store)) for one in (hidden, shown))
    assert blind is not None
    assert sighted is not None
    assert (blind.parameters, blind.acts, blind.likelihood) == (sighted.parameters, sighted.acts, sighted.likelihood)
