"""The front door: what a person sees who opens the server's address, with nothing fetched from anywhere else."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

if TYPE_CHECKING:
    from fastapi import FastAPI

router = APIRouter(include_in_schema=False)

_STYLE = """
:root { color-scheme: light dark; --quiet: color-mix(in srgb, currentColor 65%, transparent); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .3rem .8rem .3rem 0; vertical-align: top; }
code { overflow-wrap: break-word; }
td:first-child { min-width: 22rem; }
small, td + td { color: var(--quiet); }
"""

_FIRST = (
    ("counts?group_by=party&as_of=2020-02-20", "Counts per party as of 20 February 2020"),
    ("incidents?q=nayrab", "Incidents that speak of Nayrab"),
    ("chains", "Escalation chains: what is said, or inferred, to answer what"),
    ("changes?known_from=2020-02-03T08:00Z&known_to=2020-02-04", "What became known on 3 and 4 February 2020"),
    ("agreements?as_of=2020-01-10", "Agreements, and whether they are in force"),
    ("agreements/sochi-2018/compliance?as_of=2020-02-20", "How an agreement was kept, article by article"),
    ("escalation?from=2020-02-03&to=2020-02-23", "How many answers acts had, week by week"),
    ("monitoring/rates?from=2020-02-03&to=2020-02-23", "Incidents per watched day, and who was looking"),
    ("fits", "What chains are inferred from"),
)

_EMPTY = "<p>Nothing is recorded yet: POST /parties, /sources and /incidents are where a ledger begins.</p>"


@router.get("/")
def show_front(request: Request) -> HTMLResponse:
    """Where to begin, and every address of the API."""
    app: FastAPI = request.app
    root = str(app.openapi_url).rpartition("/")[0]
    position = request.app.state.truceline.store.position
    first = "".join(_row(_link(root, path), what) for path, what in _FIRST)
    begin = f"<table>{first}</table>" if position else _EMPTY
    rest = "".join(
        _row(f"<code>{method.upper()} {_breakable(path)}</code>", _first_line(operation))
        for path, operations in app.openapi()["paths"].items()
        for method, operation in _operations(operations)
    )
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Truceline</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>Truceline</h1><p>The event-sourced ledger of a ceasefire, at position {position}.</p>"
        f"<h2>Begin here</h2>{begin}"
        f'<h2>Every address</h2><p>Described for machines in <a href="{root}/openapi.json">openapi.json</a>.</p>'
        f"<table>{rest}</table></body></html>"
    )


def _first_line(operation: dict[str, Any]) -> str:
    """What an address does, in the sentence that describes it."""
    return str(operation.get("description") or operation.get("summary", "")).partition("\n")[0]


def _link(root: str, path: str) -> str:
    return f'<a href="{root}/{escape(path)}"><code>/{_breakable(path)}</code></a>'


def _row(address: str, what: str) -> str:
    return f"<tr><td>{address}</td><td>{_with_code(what)}</td></tr>"


def _breakable(path: str) -> str:
    """An address that breaks between its parts only."""
    return re.sub(r"(?<=.)(?=[/?{]|&amp;)", "<wbr>", escape(path))


def _with_code(words: str) -> str:
    """Words in which what stands between backticks is set as code."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(words))


def _operations(operations: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(method, operation) for method, operation in operations.items() if isinstance(operation, dict)]
