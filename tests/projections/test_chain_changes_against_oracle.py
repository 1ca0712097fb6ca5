"""What changed in chains between two lenses is what differs between the chains that the raw facts give for each."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections import looking
from projections.chaining.mended import chains_between
from projections.store import Store
from tests.projections.arrange import refolded
from tests.projections.escalating import front_of, fronts
from tests.projections.histories import Turn
from tests.projections.looks import Words, lenses
from tests.projections.oracle import chaining, inferring
from tests.projections.oracle.picture import Picture, cut_by
from tests.projections.oracle.pile import Raw, pile

SUREST = ("confirmed", "asserted", "disputed", "inferred")
SURELY, HARDLY = 0.012, 0.008
"""A probability that moves by a hundredth is told: how much that is, is not known to the thousandth here."""


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fronts, st.data())
def test_links_and_chains_that_are_told_are_those_that_the_raw_facts_tie_otherwise(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    ledger = front_of(history).book.ledger
    refolded(ledger, tables)
    facts = pile(ledger)
    words = data.draw(two_lenses(facts))
    pictures = [Picture(facts, cut_by(facts, one)) for one in words]
    odds = [inferring.odds(picture) for picture in pictures]
    if any(inferring.is_close(each, chaining.USUAL) for each in odds):
        return
    before, after = (looking.resolve(tables, **one) for one in words)

    told = chains_between(tables, before, after)

    old, new = (chaining.chains(picture, found=each) for picture, each in zip(pictures, odds, strict=True))
    assert_relinked(told["links"], tied(old), tied(new))
    assert told["count"] == len(told["links"])
    assert sorted((one["before"], one["after"]) for one in told["chains"]) == sorted(regrouped(old, new))
    assert all(link["why"] for link in told["links"])


@st.composite
def two_lenses(draw: st.DrawFn, facts: list[Raw]) -> tuple[Words, Words]:
    """Make up two lenses that share what had happened; as often as not, all but the position of a few facts before."""
    later = draw(lenses(facts))
    if draw(st.booleans()):
        place = cut_by(facts, later).position
        return later | {"position": str(max(place - draw(st.integers(0, 4)), 0))}, later | {"position": str(place)}
    other = draw(lenses(facts))
    shared = {name: part for name, part in later.items() if name in {"as_of", "tz"}}
    return {name: part for name, part in other.items() if name != "as_of"} | shared, later


Ties = dict[tuple[str, str], tuple[str, str, frozenset[str | None], float | None]]


def tied(chains: list[Raw]) -> Ties:
    """All that ties each pair: by what, how surely, who says so, and how likely that is."""
    links: dict[tuple[str, str], list[Raw]] = {}
    for chain in chains:
        for link in chain["links"]:
            links.setdefault((link["answer"], link["trigger"]), []).append(link)
    return {
        pair: (
            found[0]["basis"],
            min((link["status"] for link in found), key=SUREST.index),
            frozenset(link["asserted_by"] for link in found),
            found[0]["probability"],
        )
        for pair, found in links.items()
    }


def assert_relinked(links: list[Raw], old: Ties, new: Ties) -> None:
    told = {(link["answer"], link["trigger"]): link["change"] for link in links}
    for pair in old.keys() | new.keys():
        if pair not in old or pair not in new:
            assert told.pop(pair, None) == ("came" if pair in new else "went")
            continue
        (*said, likely), (*others, beside) = old[pair], new[pair]
        moved = 1.0 if (likely is None) != (beside is None) else abs((likely or 0.0) - (beside or 0.0))
        if said != others or moved > SURELY:
            assert told.pop(pair, None) == "changed"
        elif moved > HARDLY:
            told.pop(pair, None)
    assert told == {}


def regrouped(old: list[Raw], new: list[Raw]) -> list[tuple[list[str], list[str]]]:
    """Chains that share steps, step by step further, save for those that kept their ids."""
    waiting = [("old", chain) for chain in old] + [("new", chain) for chain in new]
    groups: list[tuple[list[str], list[str]]] = []
    while waiting:
        group, steps = [waiting.pop(0)], set[str]()
        for one in group:
            steps |= {step["id"] for step in one[1]["steps"]}
            sharing = [other for other in waiting if steps & {step["id"] for step in other[1]["steps"]}]
            waiting = [other for other in waiting if other not in sharing]
            group += sharing
        before, after = (
            [chain["id"] for chain in chains if (side, chain) in group] for side, chains in (("old", old), ("new", new))
        )
        if before != after:
            groups.append((before, after))
    return groups
