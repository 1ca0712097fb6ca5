"""Settings: where the ledger is, where its projections are, and who may read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from domain.log.address import address_of

if TYPE_CHECKING:
    from collections.abc import Mapping

DATABASE = "sqlite:///truceline.db"
MEMORY = ":memory:"

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}


class BadSetting(Exception):
    """A setting says nothing that we understand; the message is one line for a person."""


@dataclass(frozen=True)
class Settings:
    """What a server is started with. `projections` is a path, or `:memory:`; None: beside an SQLite ledger."""

    database: str = DATABASE
    projections: str | None = None
    bootstrap_key: str | None = None
    public_read: bool = True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the TRUCELINE_* variables. Raises BadSetting."""
        return cls(
            database=environment.get("TRUCELINE_DATABASE") or DATABASE,
            projections=environment.get("TRUCELINE_PROJECTIONS") or None,
            bootstrap_key=environment.get("TRUCELINE_BOOTSTRAP_KEY") or None,
            public_read=_switch("TRUCELINE_PUBLIC_READ", environment.get("TRUCELINE_PUBLIC_READ") or "true"),
        )

    @property
    def projections_path(self) -> str:
        """Where the projections are kept. Raises NoLedger where the database address is none."""
        if self.projections is not None:
            return self.projections
        path = address_of(self.database).path
        return MEMORY if path is None else str(path.with_name(f"{path.name}.projections"))


def _switch(name: str, text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise BadSetting(f"{name} is {text!r}: say true or false")
    return word in _YES
