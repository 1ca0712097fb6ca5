"""The pile of stored facts, as plain members of JSON, and what a lens leaves of it."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from domain.ledger import Ledger

Raw = dict[str, Any]
"""One stored fact: its members, with `position`, `stream`, `version` and `name` beside them."""


def pile(ledger: Ledger) -> list[Raw]:
    """Every fact of the log, as its bytes say it; what it calls a name of its own is under `called`."""
    facts = []
    for one in ledger.stored_after(0, 1_000_000):
        members = json.loads(one.state)
        address = {"stream": str(one.originator_id), "version": one.originator_version, "position": one.id}
        facts.append(members | {"called": members.get("name")} | address | {"name": one.topic})
    return facts


@lru_cache(maxsize=100_000)
def clock(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def in_view(facts: list[Raw], known_at: datetime | None, position: int | None) -> list[Raw]:
    """What was recorded up to the position and known by the moment; an opening only frames, and is always known."""
    return [
        fact
        for fact in facts
        if (position is None or fact["position"] <= position)
        and (known_at is None or fact["version"] == 1 or clock(fact["known_at"]) <= known_at)
    ]


def named(told: list[Raw], *names: str) -> list[Raw]:
    """The facts of these names, by when they were known, then by their place in the log."""
    wanted = [fact for fact in told if fact["name"].partition(".")[2] in names]
    return sorted(wanted, key=lambda fact: (clock(fact["known_at"]), fact["position"]))


def opening(told: list[Raw]) -> Raw:
    return next(fact for fact in told if fact["version"] == 1)


def note(fact: Raw | None) -> Raw | None:
    """Why something was done, and when that was known."""
    return None if fact is None else {"reason": fact.get("reason"), "known_at": fact["known_at"]}


def bare(thing: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The same without members that are null: stored facts leave them out, and answers do not."""
    if isinstance(thing, dict):
        return {name: bare(part) for name, part in thing.items() if part is not None}
    return [bare(part) for part in thing] if isinstance(thing, list | tuple) else thing


def is_named(part: object, governorate: str) -> bool:
    """Whether any fact has a place in this governorate, under whatever lens."""
    if isinstance(part, dict):
        return part.get("adm1") == governorate or any(is_named(one, governorate) for one in part.values())
    return isinstance(part, list) and any(is_named(one, governorate) for one in part)
