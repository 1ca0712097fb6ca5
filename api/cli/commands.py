"""How every command ends: what is refused is one line on standard error and exit 2, without a traceback."""

from __future__ import annotations

import sqlite3
import sys
from typing import Any

import duckdb
import psycopg
from eventsourcing.persistence import PersistenceError
from typer.core import TyperGroup
from typer.exceptions import TyperException

from api.access import NoSuchKey
from api.cli.screen import refuse
from api.exchange.draft import FileRefused
from api.exchange.exports.ledger_copy import NotOneLine
from api.settings import BadSetting
from domain.errors import Refused
from domain.lens import Lens
from domain.log.address import NoLedger
from projections.opening import StoreInUse, StoreUnreadable
from projections.proving.rebuild import RebuildUnproven

REFUSED = 2

_SAID_IN_ONE_LINE = (
    BadSetting,
    FileRefused,
    NoLedger,
    NoSuchKey,
    NotOneLine,
    OSError,
    PersistenceError,
    RebuildUnproven,
    StoreInUse,
    StoreUnreadable,
    duckdb.Error,
    psycopg.Error,
    sqlite3.Error,
)


class Commands(TyperGroup):
    """The commands, each of which says what is wrong in one line."""

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - typer's signature
        """Carry out a command and leave with its exit code."""
        try:
            code = super().main(*arguments, **options | {"standalone_mode": False})
        except TyperException as wrong:
            # Asked for nothing at all, the commands have listed themselves and have nothing to add.
            if wrong.format_message():
                refuse(f"{wrong.format_message()}{_what_is_taken(wrong)}")
            code = REFUSED
        except Refused as refused:
            refuse(_with_option(refused))
            code = REFUSED
        except _SAID_IN_ONE_LINE as failed:
            refuse(str(failed).strip() or repr(failed))
            code = REFUSED
        sys.exit(code if isinstance(code, int) else 0)


def _what_is_taken(wrong: TyperException) -> str:
    """Where it stands what a command takes, for one that was not given all of it."""
    lacks = wrong.format_message().startswith("Missing ")
    context = getattr(wrong, "ctx", None)
    return f" `{context.command_path} --help` says what it takes." if lacks and context is not None else ""


def _with_option(refused: Refused) -> str:
    """A refusal that names a part of a lens names the option of the same word here."""
    if refused.field not in {*Lens.model_fields, "diff", "diff_position", "from", "to"}:
        return refused.detail
    return f"--{refused.field.replace('_', '-')}: {refused.detail}"
