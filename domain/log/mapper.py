"""Facts as stored bytes: compact JSON whose first member is the version of its shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder, Mapper, MapperDeserialisationError, StoredEvent

from domain.catalogue import FACTS
from domain.log.trusting import trusting

if TYPE_CHECKING:
    from domain.log.stored import Stored
    from domain.model import Fact

_ADDRESS = {"originator_id", "originator_version"}


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
        event = stored_event
        return fact_of(event.topic, str(event.originator_id), event.originator_version, event.state)


def decoded(stored: Stored) -> Fact:
    """The fact of these bytes. Raises MapperDeserialisationError where they say nothing we know."""
    return fact_of(stored.name, stored.stream, stored.version, stored.state)


def fact_of(name: str, stream: str, version: int, state: bytes) -> Fact:
    """The fact that is stored under a name, at its place in a stream. Raises MapperDeserialisationError."""
    fact = FACTS.get(name)
    if fact is None:
        raise MapperDeserialisationError(f"no fact is called {name!r}")
    current = _CURRENT[name]
    try:
        members = state[len(current) :] if state.startswith(current) else _upcast(fact, state)
        # Validators of pydantic's core are untyped.
        made: Fact = _READ[name](
            b'{"originator_id":"%b","originator_version":%d,' % (stream.encode(), version) + members
        )
    except (ValueError, LookupError, TypeError, AttributeError) as unreadable:
        address = f"{UUID(stream)} version {version}"
        raise MapperDeserialisationError(f"{name} at {address}: {unreadable}") from unreadable
    return made


_READ = {name: trusting(fact).validate_json for name, fact in FACTS.items()}
_CURRENT = {name: f'{{"v":{fact.VERSION},'.encode() for name, fact in FACTS.items()}


def _upcast(fact: type[Fact], state: bytes) -> bytes:
    """The members of an older form in the form of this release, without the opening brace."""
    members: dict[str, Any] = json.loads(state)
    version = members.pop("v", 1)
    if not isinstance(version, int) or not 1 <= version <= fact.VERSION:
        message = f"stored as version {version}; this release knows versions 1 to {fact.VERSION}"
        raise ValueError(message)
    for older in range(version, fact.VERSION):
        getattr(fact, f"upcast_v{older}_v{older + 1}")(members)
    return json.dumps(members).encode()[1:]
