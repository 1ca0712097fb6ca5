"""Options that several commands have in common."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Annotated, Any

import typer

from api.settings import DATABASE, Settings

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        show_default=False,
        help=f"The ledger: sqlite:///PATH or postgresql://HOST/NAME. [TRUCELINE_DATABASE, else {DATABASE}]",
    ),
]
Projections = Annotated[
    str | None,
    typer.Option(
        "--projections",
        metavar="PATH",
        show_default=False,
        help="The projections' file, or :memory:. [TRUCELINE_PROJECTIONS, else beside an SQLite ledger]",
    ),
]
Host = Annotated[str, typer.Option("--host", metavar="HOST", help="The address to listen on.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="TIME", help="What had happened by then: an instant, or a date's end.")
]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", metavar="TIME", help="What could be known by then: an instant, or a date's end."),
]
Position = Annotated[
    str | None,
    typer.Option("--position", metavar="N", help="What the ledger said then: a position, or a time of recording."),
]
Zone = Annotated[str, typer.Option("--tz", metavar="ZONE", help="The IANA zone in which bare dates are read.")]
Policy = Annotated[
    str | None, typer.Option("--policy", metavar="NAME", show_default=False, help="The assessment policy.")
]

Diff = Annotated[
    str | None,
    typer.Option(
        "--diff",
        metavar="TIME",
        show_default=False,
        help="Show instead what became known since then, up to --known-at: an instant, or a date's end.",
    ),
]
DiffPosition = Annotated[
    str | None,
    typer.Option(
        "--diff-position",
        metavar="N",
        show_default=False,
        help="Show instead what was recorded since then, up to --position: a position, or a time of recording.",
    ),
]
Limit = Annotated[
    int, typer.Option("--limit", min=1, max=500, metavar="N", help="Changed incidents to show at the most.")
]

Probability = Annotated[
    float,
    typer.Option("--probability", metavar="P", help="From which probability on an inferred answer joins a chain."),
]
Basis = Annotated[
    str,
    typer.Option("--basis", metavar="BASIS", help="all, or asserted: only what somebody asserts joins a chain."),
]

Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="NAME=VALUE", show_default=False, help="A filter of the API; may come again."),
]


def settings_with(database: str | None, projections: str | None = None) -> Settings:
    """What the environment says, and above it what the command was told. Raises BadSetting."""
    settings = Settings.from_environment()
    if database is not None:
        settings = replace(settings, database=database)
    return settings if projections is None else replace(settings, projections=projections)


@dataclass(frozen=True)
class Words:
    """What the options of a lens say, as they were typed."""

    as_of: AsOf = None
    known_at: KnownAt = None
    position: Position = None
    tz: Zone = "UTC"
    policy: Policy = None


def take_words(command: Callable[..., None]) -> Callable[..., None]:
    """The command with every option of a lens in the place of its one parameter `words`, which is made of them."""
    own = inspect.signature(command, eval_str=True)
    options = inspect.signature(Words, eval_str=True).parameters
    place = [*own.parameters].index("words")
    spread = [*own.parameters.values()]
    spread[place : place + 1] = [one.replace(kind=one.KEYWORD_ONLY) for one in options.values()]

    @wraps(command)
    def typed(**given: Any) -> None:
        words = Words(**{name: given.pop(name) for name in options})
        command(**given, words=words)

    # Typer asks a command's signature for its options.
    vars(typed)["__signature__"] = own.replace(parameters=spread)
    return typed
