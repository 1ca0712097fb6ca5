"""Facts as stored bytes: compact JSON whose first member is the version of its shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder, Mapper, MapperDeserialisationError, StoredEvent

from domain.catalogue import FACTS
from domain.log.stored import Encoded, Stored
from domain.log.trusting import trusting

if TYPE_CHECKING:
    from domain.model import Fact

_ADDRESS = {"originator_id", "originator_version"}


class FactMapper(Mapper[UUID]):
    """Encodes facts under their catalogued names; decodes every version that was ever stored."""

    def __init__(self) -> None:
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: Any) -> StoredEvent:  # noqa: ANN401 - the library's signature
        """The bytes of a fact."""
        fact: Fact = domain_event
        return StoredEvent(fact.originator_id, fact.originator_version, fact.TOPIC, encoded(fact).state)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:  # noqa: ANN401 - the library's signature
        """The fact of these bytes. Raises MapperDeserialisationError where they say nothing we know."""
        event = stored_event
        stream = str(event.originator_id).replace("-", "")
        return decoded(Stored(0, stream, event.originator_version, event.topic, event.state))


def encoded(fact: Fact) -> Encoded:
    """A fact as it is stored. Nothing that could be a default is left out, save null."""
    members = fact.__pydantic_serializer__.to_json(fact, exclude=_ADDRESS, exclude_none=True, by_alias=True)
    state = b'{"v":%d,%b' % (fact.VERSION, members[1:])
    return Encoded(fact.originator_id.hex, fact.originator_version, fact.TOPIC, state)


def decoded(stored: Stored) -> Fact:
    """The fact of these bytes. Raises MapperDeserialisationError where they say nothing we know."""
    _, stream, version, name, state = stored
    read = _READ.get(name)
    if read is None:
        raise MapperDeserialisationError(f"no fact is called {name!r}")
    current = _CURRENT[name]
    try:
        members = state[len(current) :] if state.startswith(current) else _upcast(FACTS[name], state)
        # Validators of pydantic's core are untyped.
        fact: Fact = read(b'{"originator_id":"%b","originator_version":%d,%b' % (stream.encode(), version, members))
    except (ValueError, LookupError, TypeError, AttributeError) as unreadable:
        address = f"{UUID(stream)} version {version}"
        raise MapperDeserialisationError(f"{name} at {address}: {unreadable}") from unreadable
    return fact


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
