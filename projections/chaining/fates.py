"""What became of the ends of links between two lenses: the circumstances from which the words for them are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.chains.mending import Circumstances, Fate
from projections.chaining.connected import connected
from projections.chaining.theatre import said_by, statements_among
from projections.changes import told_of
from projections.inference.inferred import told
from projections.links import answering

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from domain.chains.relinking import Pair
    from projections.chaining.scope import Between, Scope

_INSTEAD = 3
"""Other candidates that are named: the first of these, by id."""


def circumstances(between: Between, scope: Scope, pairs: Sequence[Pair]) -> Circumstances:
    """All that the words for these pairs are made of."""
    ends = {end for pair in pairs for end in pair}
    instead = _instead(between, scope, pairs)
    asked = connected(between.store, ends) | {one for found in instead.values() for one in found}
    return Circumstances(
        fates=_fates(between, scope, asked),
        rejected=_stands(between, ends, {"rejected"}),
        turned={(trigger, answer) for answer, trigger in _stands(between, ends, {"asserted", "confirmed"})},
        left_out={one.link.pair: one.reason for chain in scope.new.chains for one in chain.left_out},
        method=scope.method,
        beside=instead,
    )


def _fates(between: Between, scope: Scope, asked: Iterable[UUID]) -> dict[UUID, Fate]:
    incidents = [scope.incidents[one] for one in sorted(asked) if one in scope.incidents]
    told_about = told_of(between.store, incidents, between.before, between.after)
    return scope.statements | {UUID(one["id"]): _fate(one) for one in told_about}


def _fate(one: dict[str, Any]) -> Fate:
    differences = {each["about"]: each for each in one["differences"]}
    merge = differences.get("merged_into")
    into = merge and (merge["new"] or merge["old"])
    return Fate(one["change"], frozenset(differences), UUID(into) if into else None)


def _stands(between: Between, ends: Collection[UUID], statuses: Collection[str]) -> set[Pair]:
    """The pairs that the later lens shows to be said so, of these ends at least."""
    store, lens = between.store, between.after
    among = connected(store, ends)
    said = answering(store, lens, among)
    told = said_by(store, lens, statements_among(store, lens, among), among)
    return {(one.incident, one.trigger) for one in said if one.status in statuses} | {
        link.pair for link in told if link.status in statuses
    }


def _instead(between: Between, scope: Scope, pairs: Sequence[Pair]) -> dict[UUID, tuple[UUID, ...]]:
    """Of each answer, which others it may have answered under either lens became something else."""
    if not between.joining.infers:
        return {}
    answers = {answer for answer, _ in pairs}
    found: dict[UUID, set[UUID]] = {}
    for lens in (between.before, between.after):
        for answer, one in told(between.store, lens, answers).items():
            candidates = {candidate.trigger for candidate in one.candidates}
            found.setdefault(answer, set()).update(candidates & scope.incidents.keys())
    return {answer: tuple(sorted(others)[:_INSTEAD]) for answer, others in found.items()}
