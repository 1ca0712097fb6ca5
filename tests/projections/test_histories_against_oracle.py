"""The history of an incident is a map of what it says at each moment of knowledge, at each position of the log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.catalogue import kind_of
from domain.ledger import Ledger
from domain.lens import Lens
from domain.model import in_known_order
from projections import incidents
from projections.bodies import body_of
from projections.catalogue import TABLE_OF
from projections.store import Store
from tests.projections.arrange import refolded
from tests.projections.histories import Turn, worlds
from tests.projections.of_tables import unordered
from tests.projections.oracle.body import page_of
from tests.projections.oracle.days import TICK
from tests.projections.oracle.pile import Raw, bare, clock, in_view, pile
from tests.projections.oracle.verdict import existing, verdict
from tests.projections.world import world_of


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds, st.data())
def test_each_version_covers_its_part_of_the_map_once_and_says_there_what_the_raw_facts_say(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    ledger = world_of(history).book.ledger
    refolded(ledger, tables)
    facts = pile(ledger)
    until = data.draw(st.none() | st.integers(0, ledger.position))
    for stream in existing(facts):
        told = [fact for fact in facts if fact["stream"] == stream]
        versions = incidents.history(tables, UUID(stream), Lens(position=until))
        for position in points(told, until):
            for known_at in moments(told):
                assert_covers(versions, told, known_at, position)


def points(told: list[Raw], until: int | None) -> list[int]:
    """List the positions of the facts of a stream, and those before and after each."""
    found = {fact["position"] + step for fact in told for step in (-1, 0, 1)}
    return sorted(position for position in found if until is None or position <= until)


def moments(told: list[Raw]) -> list[datetime]:
    """List the moments at which something of a stream became known, and the last before each."""
    known = {clock(fact["known_at"]) for fact in told}
    return sorted(known | {moment - TICK for moment in known})


def assert_covers(versions: list[Raw], told: list[Raw], known_at: datetime, position: int) -> None:
    """Hold one point of the map against the raw facts: there is one version, or none where nothing is there."""
    here = [version for version in versions if covers(version, known_at, position)]
    shown = existing(in_view(told, known_at, position))
    assert len(here) == len(shown)
    for stream, visible in shown.items():
        assert bare(unordered(here[0]["incident"])) == bare(page_of(stream, verdict(visible)))


def covers(version: dict[str, Any], known_at: datetime, position: int) -> bool:
    known = clock(version["known_from"]) <= known_at and (
        version["known_to"] is None or known_at < clock(version["known_to"])
    )
    to = version["position_to"]
    return bool(known and version["position_from"] <= position and (to is None or position < to))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds)
def test_every_cut_of_every_stream_folds_without_raising(history: list[Turn]) -> None:
    """By what was known and what was recorded: what is left of a stream says something, or that nothing is there."""
    ledger = world_of(history).book.ledger
    for stream, kind in streams_of(ledger).items():
        facts = list(enumerate(ledger.facts_of(stream)))
        table = TABLE_OF[kind]
        for known_at in {fact.known_at for _, fact in facts}:
            for last in range(len(facts)):
                cut = [fact for at, fact in facts if at <= last and (at == 0 or fact.known_at <= known_at)]
                state = table.state()
                for fact in in_known_order(cut):
                    state.evolve(fact)
                assert (table.content(state) is not None) >= state.exists()
                if kind == "incident":
                    assert body_of(cut, "assessment-1")["claims"] or not state.exists()


def streams_of(ledger: Ledger) -> dict[UUID, str]:
    """List every stream with its kind."""
    stored: list[Any] = list(ledger.stored_after(0, 1_000_000))
    return {one.originator_id: kind_of(one.topic) for one in stored if one.originator_version == 1}
