"""Facts as stored bytes: compact JSON whose first member is the version of its shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder, Mapper, MapperDeserialisationError, StoredEvent

from domain.catalogue import FACTS

if TYPE_CHECKING:
    from domain.model import Fact

_ADDRESS = {"originator_id", "originator_version"}
_STORED = {"stored": True}


class FactMapper(Mapper[UUID]):
    """Encodes facts under their catalogued names; decodes every version that was ever stored."""

    def __init__(self) -> None:
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: Any) -> StoredEvent:  # noqa: ANN401 - the library's signature
        """The bytes of a fact. Nothing that could be a default is left out, save null."""
        fact: Fact = domain_event
        members = fact.model_dump_json(exclude=_ADDRESS, exclude_none=True, by_alias=True)
        return StoredEvent(
            originator_id=fact.originator_id,
            originator_version=fact.originator_version,
            topic=fact.TOPIC,
            state=f'{{"v":{fact.VERSION},{members[1:]}'.encode(),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:  # noqa: ANN401 - the library's signature
        """The fact of these bytes. Raises MapperDeserialisationError where they say nothing we know."""
        fact = FACTS.get(stored_event.topic)
        if fact is None:
            raise MapperDeserialisationError(f"no fact is called {stored_event.topic!r}")
        try:
            return _decoded(fact, stored_event)
        except (ValueError, LookupError, TypeError, AttributeError) as unreadable:
            address = f"{stored_event.originator_id} version {stored_event.originator_version}"
            raise MapperDeserialisationError(f"{stored_event.topic} at {address}: {unreadable}") from unreadable


def _decoded(fact: type[Fact], stored: StoredEvent) -> Fact:
    current = f'{{"v":{fact.VERSION},'.encode()
    if stored.state.startswith(current):
        address = f'{{"originator_id":"{stored.originator_id}","originator_version":{stored.originator_version},'
        return fact.model_validate_json(address.encode() + stored.state[len(current) :], context=_STORED)
    members: dict[str, Any] = json.loads(stored.state)
    version = members.pop("v", 1)
    if not isinstance(version, int) or not 1 <= version <= fact.VERSION:
        message = f"stored as version {version}; this release knows versions 1 to {fact.VERSION}"
        raise ValueError(message)
    for older in range(version, fact.VERSION):
        getattr(fact, f"upcast_v{older}_v{older + 1}")(members)
    key = {"originator_id": str(stored.originator_id), "originator_version": stored.originator_version}
    return fact.model_validate_json(json.dumps(members | key), context=_STORED)
