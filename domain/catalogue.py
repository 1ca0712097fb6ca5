"""The catalogue: every stored name with its version and the fact that it stands for.

Names are ours, so files can move. A fact that changes its shape gets a higher `VERSION` and an
`upcast_vN_vN+1` that turns the older stored form into the newer; stored bytes are never rewritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain import bulletin, figure, monitoring, party, receipt, source, statement
from domain.agreement import events as agreement_events
from domain.agreement.agreement import Agreement
from domain.incident import events as incident_events
from domain.incident.incident import Incident
from domain.inference import adoption
from domain.model import Fact

if TYPE_CHECKING:
    from types import ModuleType

    from domain.model import Aggregate

_MODULES: tuple[ModuleType, ...] = (
    incident_events,
    agreement_events,
    party,
    source,
    statement,
    figure,
    bulletin,
    monitoring,
    adoption,
    receipt,
)


def _facts_of(module: ModuleType) -> dict[str, type[Fact]]:
    return {
        thing.TOPIC: thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Fact) and "TOPIC" in vars(thing)
    }


FACTS: dict[str, type[Fact]] = {topic: fact for module in _MODULES for topic, fact in _facts_of(module).items()}
"""Every fact by its stored name."""

KINDS: dict[str, type[Aggregate]] = {
    kind.KIND: kind
    for kind in (
        Incident,
        Agreement,
        party.Party,
        source.Source,
        statement.Statement,
        figure.Figure,
        bulletin.Bulletin,
        monitoring.Monitoring,
        adoption.Adoption,
        receipt.Receipt,
    )
}
"""Every kind of thing by the first part of its facts' names."""


def kind_of(topic: str) -> str:
    """The kind of thing that a stored name belongs to."""
    return topic.partition(".")[0]
