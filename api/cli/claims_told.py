"""The claims of an incident for people: who says what, known from when, in which words, and where it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from api.cli.numbers import shown_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    Claim = Mapping[str, Any]


def print_claims(console: Console, versions: Sequence[Mapping[str, Any]]) -> None:
    """Every claim that a version shows, as the last one that shows it tells it; by when it became known."""
    claims = {claim["id"]: claim for version in versions for claim in version["incident"]["claims"]}
    console.print(Text("Who says what", style="bold"))
    for claim in sorted(claims.values(), key=lambda one: (one["known_at"], one["id"])):
        console.print(f"{shown_moment(claim['known_at'])}  {''.join(_head(claim, claims))}")
        for words, style in ((claim["text"], ""), (claim["url"], "dim")):
            if words:
                console.print(Text(words, style=style, overflow="fold"))
        console.print()


def _head(claim: Claim, claims: Mapping[str, Claim]) -> Iterator[str]:
    """Its source, by which way it came, whom it names, and what became of it."""
    yield claim["source"]
    yield f" via {claim['via']}" if claim["via"] else ""
    named = [claim["perpetrator"]] if claim["perpetrator"] else claim["possible_perpetrators"] or []
    by = f" it was {' or '.join(named)}" if named else ""
    yield f", {claim['stance']}{by}" if by or claim["stance"] != "asserts" else ""
    if claim["superseded_by"] in claims:
        yield f", superseded {shown_moment(claims[claim['superseded_by']]['known_at'])}"
    yield ", withdrawn" if claim["withdrawn"] else ""
