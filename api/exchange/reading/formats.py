"""The formats by the names that a user gives them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.exchange.draft import FileRefused
from api.exchange.reading.acled import Acled
from api.exchange.reading.bulletins import Bulletins
from api.exchange.reading.mapping import parsed_mapping, read_mapping
from api.exchange.reading.table import MappedTable
from api.exchange.reading.ucdp import UcdpGed

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.exchange.draft import Format

FORMATS: dict[str, Callable[[], Format]] = {UcdpGed.name: UcdpGed, Acled.name: Acled, Bulletins.name: Bulletins}
"""Those that need nothing but the file."""


def format_named(name: str, mapping: Path | str | None = None) -> Format:
    """The format of this name; `mapping`, a file or its text, says what the columns of a table mean.

    Raises FileRefused for any other.
    """
    if name == MappedTable.name:
        if mapping is None:
            raise FileRefused("a table needs a mapping of its columns, in TOML")
        return MappedTable(read_mapping(mapping) if isinstance(mapping, Path) else parsed_mapping(mapping.encode()))
    made = FORMATS.get(name)
    if made is None:
        raise FileRefused(f"there is no format {name!r}; known are {', '.join([*FORMATS, MappedTable.name])}")
    if mapping is not None:
        raise FileRefused(f"{name} needs no mapping: it says itself what its columns mean")
    return made()
