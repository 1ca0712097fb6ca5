"""What an export says of itself: through which lens it looks, and whom to name for what is in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from projections import sources

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from domain.lens import Lens
    from projections.reader import Reader

Credit = dict[str, str | None]
"""A source whose words may be passed on under a licence, or that asks to be named: slug, name and its words for it."""

_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_ADDRESS = re.compile(r"""https?://[^\s<>"\\^`{|}\x00-\x20\x7f-\x9f]+""")
_IN_ADDRESSES = "%:/?#[]@!$&'()*+,;=~"


@dataclass(frozen=True)
class Heading:
    """`lens` is as answers show it; `cited` are the words of a query that give the same lens for ever."""

    what: str
    lens: Mapping[str, Any]
    cited: Mapping[str, str]
    credits: tuple[Credit, ...] = ()

    @property
    def position(self) -> int:
        """The position of the log up to which the export tells."""
        return int(self.lens["position"])

    @property
    def query(self) -> str:
        """The lens as one word: the end of an address that looks through it."""
        return urlencode(self.cited)

    def as_json(self) -> dict[str, Any]:
        """All of it, for a format that has room for it."""
        return {"export": self.what, "lens": self.lens, "position": self.position, "credits": list(self.credits)}


def credits_of(store: Reader, lens: Lens, slugs: Container[str] | None = None) -> tuple[Credit, ...]:
    """Whom to name, of these sources, or of all that the ledger knows at the position; by slug."""
    return tuple(
        {"source": one["slug"], **{name: one[name] for name in ("name", "url", "licence", "attribution")}}
        for one in sources.page(store, lens)
        if (one["licence"] or one["attribution"]) and (slugs is None or one["slug"] in slugs)
    )


def address_of(licence: str) -> str | None:
    """Where a licence can be read: its own address, or that of its SPDX identifier; None where it has none.

    It goes into a header: so it is in ASCII, and what is not an address to its end is none.
    """
    if _ADDRESS.fullmatch(licence):
        return quote(licence, safe=_IN_ADDRESSES)
    return f"https://spdx.org/licenses/{licence}.html" if _SPDX.fullmatch(licence) else None


def in_words(credit: Credit) -> str:
    """One credit as a line for people."""
    licence = f" ({credit['licence']})" if credit["licence"] else ""
    return f"{credit['name']}{licence}" + (f": {credit['attribution']}" if credit["attribution"] else "")
