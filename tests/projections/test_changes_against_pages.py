"""Changes between any two lenses, held against the pages of every incident under each: the slow way to find them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.incident.values import Standing
from domain.lens import Lens
from projections import changes, incidents
from projections.selection import Selection
from projections.store import Store
from tests.projections.arrange import followed, lens
from tests.projections.histories import PUBLISHED, Turn, histories
from tests.projections.story import Story, told

MOMENTS = st.sampled_from((*PUBLISHED, "2020-02-01", "2020-04-01T00:20:00Z", None))
HAPPENED_BY = st.sampled_from((None, None, "2020-02-03", "2020-02-05"))
SHARES = st.integers(0, 40)
PAGE = ("nature", "standing", "attribution", "perpetrators", "occurred", "place", "act", "targets", "breaches")
SELECTIONS = st.sampled_from(
    [
        Selection(),
        Selection(perpetrator="russia"),
        Selection(standing="verified,retracted"),
        Selection(occurred_to="2020-02-03"),
        Selection(agreement="sochi-2018"),
    ]
)


@settings(max_examples=40, deadline=None)
@given(
    history=histories,
    known=st.tuples(MOMENTS, MOMENTS),
    happened=st.tuples(HAPPENED_BY, HAPPENED_BY),
    back=st.tuples(SHARES, SHARES),
    selection=SELECTIONS,
)
def test_exactly_what_two_pages_tell_otherwise_is_told_with_both_values(
    history: list[Turn],
    known: tuple[str | None, str | None],
    happened: tuple[str | None, str | None],
    back: tuple[int, int],
    selection: Selection,
) -> None:
    story = told(history)
    store = followed(story.book.ledger)
    before, after = (_lens(store, *words) for words in zip(happened, known, back, strict=True))
    found = list(paged(store, before, after, selection))
    assert len({one["id"] for one in found}) == len(found)
    told_before, told_after = (pages(store, through, selection) for through in (before, after))
    for stream in story.incidents:
        was, now = told_before.get(stream), told_after.get(stream)
        mine = [one for one in found if one["id"] == str(stream)]
        assert mine or was == now
        for one in mine:
            _agrees(one, was, now)
    _close(story, store)


def _lens(store: Store, as_of: str | None, known_at: str | None, steps: int) -> Lens:
    return lens(store, as_of=as_of, known_at=known_at, position=str(max(1, store.position - steps)))


def paged(store: Store, before: Lens, after: Lens, selection: Selection) -> Iterator[dict[str, Any]]:
    """Every change, two at a time."""
    count, seen, cursor = None, 0, None
    while count is None or cursor is not None:
        part = changes.between(store, before, after, selection, limit=2, cursor=cursor)
        count, cursor = part["count"], part["next"]
        seen += len(part["incidents"])
        yield from part["incidents"]
    assert seen == count


def pages(store: Store, through: Lens, selection: Selection) -> dict[UUID, dict[str, Any]]:
    """What the pages of the incidents that the filters let through say under a lens; answers wait for others."""
    any_standing = selection.model_copy(update={"standing": selection.standing or ",".join(Standing)})
    listed = incidents.page(store, through, any_standing, limit=100, after=None).items
    shown = {UUID(one["id"]): incidents.one(store, through, UUID(one["id"])) or {} for one in listed}
    return {
        stream: {name: part for name, part in body.items() if name not in {"answers", "answered_by"}}
        for stream, body in shown.items()
    }


def _agrees(one: dict[str, Any], was: dict[str, Any] | None, now: dict[str, Any] | None) -> None:
    assert (was is None) == (one["change"] in {"added", "split"})
    assert (now is None) == (one["change"] == "removed")
    assert one["facts"]["old"] or one["facts"]["new"] or was is None or now is None
    if one["change"] == "noted":
        assert was == now
    given = {each["about"]: (each["old"], each["new"]) for each in one["differences"]}
    for name in PAGE:
        both = (was and was[name], now and now[name])
        assert given.get(name, both) == both
        assert (name in given) == (both[0] != both[1] and any(both))
    claims = [{claim["id"]: claim for claim in body["claims"]} if body else {} for body in (was, now)]
    differing = {
        f"claim: {claim}" for claim in {**claims[0], **claims[1]} if claims[0].get(claim) != claims[1].get(claim)
    }
    assert differing == {about for about in given if about.startswith("claim: ")}


def _close(story: Story, store: Store) -> None:
    store.close()
    story.book.ledger.close()
