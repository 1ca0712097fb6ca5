"""Clauses: what each provision forbids, to whom, where and when, read from the agreements under one lens. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from domain.agreement.life import Force, phases
from domain.agreement.values import ChangeKind
from domain.compliance.binding import bound
from domain.compliance.holds import ALWAYS, NEVER, Holds, Steps, any_of, both, opposite, since, steps, tick, until
from domain.compliance.reach import Reach, reach_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import TypeGuard

    from domain.agreement.state import AgreementState
    from domain.agreement.values import Header, Provision, Zone
    from domain.compliance.binding import Membership
    from domain.moment import Moment

_HOLDS = {Force.IN_FORCE: Holds.YES, Force.UNCERTAIN: Holds.MAYBE, Force.NOT_IN_FORCE: Holds.NO}


class Drawing(NamedTuple):
    """The shape of a zone, the time that it is drawn for, and which places lie in it."""

    held: Steps
    zone: Zone
    reach: Reach


@dataclass(frozen=True)
class Clause:
    """One source's text of one provision, with when it is in force, whom it binds and where it holds.

    `drawings` are the shapes of its zone, each for the time that it is drawn for; None: the provision holds everywhere.
    `undrawn` is the time before the first of them.
    """

    agreement: str
    provision: Provision
    in_force: Steps
    binds: Mapping[str, Steps]
    drawings: tuple[Drawing, ...] | None
    undrawn: Steps = NEVER

    @property
    def key(self) -> tuple[str, str]:
        """The agreement and the number of the provision."""
        return (self.agreement, self.provision.article)


def clauses_of(agreements: Mapping[str, AgreementState], memberships: Sequence[Membership]) -> list[Clause]:
    """Every clause that an act can breach, by agreement, then as its provisions were adopted."""
    made = []
    for slug, state in sorted(agreements.items()):
        if state.header is None:
            continue
        in_force = _in_force(state)
        for texts in state.provisions.values():
            for text in texts:
                if text.acts:
                    force = both(in_force, _stands(state, text))
                    binds = bound(_named(state.header, state, text), memberships)
                    made.append(Clause(slug, text, force, binds, *_drawings(agreements, slug, text.zone)))
    return made


def _in_force(state: AgreementState) -> Steps:
    return steps((tick(phase.since), _HOLDS[phase.force]) for phase in phases(state.changes))


def _stands(state: AgreementState, text: Provision) -> Steps:
    """From when its text says, until it ends, is given anew by its source, or is repealed."""
    held = _from(text.since)
    if text.until is not None:
        after = tick(text.until.over_by) + 1
        held = both(held, until(after, after))
    given = state.provisions[text.article]
    anew = [one.since for one in given if one.source == text.source and _follows(one.since, text.since)]
    for ends in (sorted(anew, key=_begins)[:1], _repeals(state, text)):
        if ends:
            held = both(held, until(*_rivals(ends)))
    return held


def _repeals(state: AgreementState, text: Provision) -> list[Moment]:
    """The rival dates of the text's repeal; one that comes after the article was given anew repeals that."""
    repealed = [
        one.at
        for one in state.changes
        if one.change is ChangeKind.PROVISION_REPEALED and one.article == text.article and _follows(one.at, text.since)
    ]
    first = min(repealed, key=_begins, default=None)
    anew = [one.since for one in state.provisions[text.article] if first and _follows(one.since, first)]
    return [one for one in repealed if not any(_follows(one, since) for since in anew)]


def _begins(moment: Moment) -> datetime:
    return moment.began_from


def _follows(moment: Moment | None, before: Moment | None) -> TypeGuard[Moment]:
    return moment is not None and (before is None or before.began_from < moment.began_from)


def _rivals(dates: Sequence[Moment]) -> tuple[int, int]:
    """The first and the last tick at which one event may have taken effect that is dated differently."""
    return min(tick(one.began_from) for one in dates), max(tick(one.began_by) for one in dates)


def _from(moment: Moment | None) -> Steps:
    return ALWAYS if moment is None else since(tick(moment.began_from), tick(moment.began_by))


def _named(header: Header, state: AgreementState, text: Provision) -> dict[str, Steps]:
    """Those that the text names; where it names none, every party, and each that acceded from then on."""
    if text.binds:
        return dict.fromkeys(text.binds, ALWAYS)
    acceded: dict[str, list[Moment]] = {}
    for one in state.changes:
        if one.party is not None:
            acceded.setdefault(one.party, []).append(one.at)
    joined = {party: since(*_rivals(dates)) for party, dates in acceded.items()}
    return joined | dict.fromkeys(header.parties, ALWAYS)


def _drawings(
    agreements: Mapping[str, AgreementState], slug: str, zone: str | None
) -> tuple[tuple[Drawing, ...] | None, Steps]:
    """The zone as the agreement itself draws it, and when nothing was drawn; where it does not, as the others do."""
    if zone is None:
        return None, NEVER
    drawn = {other: state.zones[zone] for other, state in sorted(agreements.items()) if zone in state.zones}
    by = [drawn[slug]] if slug in drawn else [*drawn.values()]
    undrawn = opposite(any_of([_from(one.since) for zones in by for one in zones]))
    return tuple(drawing for zones in by for drawing in _each_for_its_time(zones)), undrawn


def _each_for_its_time(zones: Sequence[Zone]) -> Iterator[Drawing]:
    """Drawings in the order in which they were known: each takes the place of those before it, from its `since` on."""
    for number, zone in enumerate(zones):
        held = _from(zone.since)
        for later in zones[number + 1 :]:
            held = both(held, opposite(_from(later.since)))
        if held != NEVER:
            yield Drawing(held, zone, reach_of(zone))
