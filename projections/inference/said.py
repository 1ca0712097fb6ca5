"""What is said of answers, and so rules out what may be inferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.beside import Beside
from projections.inference.roles import known_roles
from projections.links import answering, speaker
from projections.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from domain.excitation.links import RuledOut
    from domain.lens import Lens
    from projections.inference.cast import Ids
    from projections.inference.roles import Said
    from projections.reader import Reader

Pairs = tuple[list["UUID"], list["UUID"]]
"""Answers and, place by place, triggers."""

_LATELY = Beside[Recent[bytes, Pairs]](lambda: Recent(8))


def ruled_out(store: Reader, lens: Lens, ids: Ids) -> RuledOut:
    """The places of these incidents that did not answer each other.

    That is what an analyst rejected, and the reverse of what is asserted and neither rejected nor disputed. Of merged
    reports, the incident speaks that they went into.
    """
    answers, triggers = _pairs(store, lens)
    answer, trigger = ids.places(answers), ids.places(triggers)
    there = (answer >= 0) & (trigger >= 0)
    return answer[there], trigger[there]


def _pairs(store: Reader, lens: Lens) -> Pairs:
    linked = store.memory.linked(lens)
    if linked is None:
        return _ruled((one.incident, one.trigger, one.status) for one in answering(store, lens))
    lately, key = _LATELY.of(store), linked.tobytes()
    found = lately.get(key)
    if found is None:
        said = known_roles.of(store).said(store, linked)
        found = _ruled(_spoken([one for one in said if not one.retracted]))
        lately.keep(key, found)
    return found


def _spoken(said: list[Said]) -> Iterator[tuple[UUID, UUID, str]]:
    merged = {one.stream: one.merged_into for one in said if one.merged_into is not None}
    for one in said:
        for trigger, status in one.answers:
            yield speaker(merged, one.stream), speaker(merged, trigger), status


def _ruled(said: Iterable[tuple[UUID, UUID, str]]) -> Pairs:
    answers, triggers = [], []
    for answer, trigger, status in said:
        if status != "disputed":
            rejected = status == "rejected"
            answers.append(answer if rejected else trigger)
            triggers.append(trigger if rejected else answer)
    return answers, triggers
