"""Facts that were decided elsewhere enter the log as any others do: all or nothing, and once."""

import pytest

from domain.ledger import Ledger, LostRace
from domain.log.mapper import encoded
from domain.log.stored import Encoded
from domain.model import Aggregate
from domain.party import Party, PartyReport, Registered
from domain.source import SourceRegistered
from tests.domain.arrange import entry, made
from tests.domain.log.arrange import KNOWN_PARTIES, KNOWN_SOURCES, facts_in


def a_party(slug: str, name: str = "A party") -> Party:
    return Party.register(entry(), made(PartyReport, slug=slug, name=name, kind="armed_group"))


def written(*things: Aggregate) -> list[Encoded]:
    return [encoded(fact) for thing in things for fact in thing.pending_events]  # type: ignore[arg-type]


def test_they_are_stored_in_their_order_and_who_follows_is_woken_once(ledger: Ledger) -> None:
    woken: list[int] = []
    ledger.when_appended(lambda: woken.append(ledger.position))
    before = ledger.position
    parties = [a_party("north"), a_party("south")]
    assert ledger.append_encoded(written(*parties)) == before + 2
    assert facts_in(ledger)[before:] == [party.pending_events[0] for party in parties]
    assert woken == [before + 2]


def test_one_that_somebody_else_wrote_first_stores_none_of_them(ledger: Ledger) -> None:
    ledger.append(a_party("south", "The South"))
    before = ledger.position
    with pytest.raises(LostRace):
        ledger.append_encoded(written(a_party("north"), a_party("south")))
    assert ledger.position == before
    assert ledger.get(Party, Party.stream("north")) is None


def test_a_lost_acknowledgement_is_no_lost_race(ledger: Ledger) -> None:
    facts = written(a_party("north"), a_party("south"))
    assert ledger.append_encoded(facts) == ledger.append_encoded(facts) == ledger.position


def test_nothing_to_store_wakes_nobody(quick_ledger: Ledger) -> None:
    woken: list[bool] = []
    quick_ledger.when_appended(lambda: woken.append(True))
    assert quick_ledger.append_encoded([]) == quick_ledger.position
    assert woken == []


def test_facts_are_found_by_their_names_and_by_what_they_say(ledger: Ledger) -> None:
    names = [fact.slug for fact in ledger.facts_named(Registered.TOPIC) if isinstance(fact, Registered)]
    assert names == [*KNOWN_PARTIES]
    both = [*ledger.facts_named(Registered.TOPIC, SourceRegistered.TOPIC)]
    assert len(both) == len(KNOWN_PARTIES) + len(KNOWN_SOURCES)
    (found,) = ledger.facts_named(Registered.TOPIC, saying=b'"slug":"russia"')
    assert found.originator_id == Party.stream("russia")
