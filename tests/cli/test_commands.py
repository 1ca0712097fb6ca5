"""What every command has in common: where the ledger is, JSON where there are tables, and one line for a mistake."""

from importlib.metadata import version

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from api.cli import app
from tests.cli.conftest import Commands

WITHOUT_A_TABLE = {"serve", "export", "keys revoke"}


def every_command(group: TyperGroup, path: str = "") -> dict[str, TyperCommand]:
    found: dict[str, TyperCommand] = {}
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            found |= every_command(command, f"{path}{name} ")
        elif isinstance(command, TyperCommand):
            found[f"{path}{name}"] = command
    return found


def commands() -> dict[str, TyperCommand]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return every_command(group)


def options(command: TyperCommand) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


def test_the_commands_are_those_of_the_contract() -> None:
    promised = {
        "demo",
        "serve",
        "replay",
        "rebuild",
        "doctor",
        "import",
        "export",
        "keys add",
        "keys list",
        "keys revoke",
    }
    assert promised <= commands().keys()


def test_every_command_takes_the_address_of_a_ledger() -> None:
    assert [name for name, command in commands().items() if "--database" not in options(command)] == []


def test_every_command_that_answers_numbers_or_tables_answers_json_too() -> None:
    silent = {name for name, command in commands().items() if "--json" not in options(command)}
    assert silent <= WITHOUT_A_TABLE


def test_every_command_and_option_says_what_it_does() -> None:
    for name, command in commands().items():
        assert command.help, name
        assert [one.name for one in command.params if not getattr(one, "help", None)] == [], name


@pytest.mark.parametrize("words", [["frobnicate"], ["doctor", "--frobnicate"], ["replay", "twice"], ["keys", "add"]])
def test_a_mistake_in_typing_is_one_line_and_exit_2(truceline: Commands, words: list[str]) -> None:
    refused = truceline(*words)
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert refused.stderr.startswith("truceline: ")


def test_nothing_but_its_name_lists_the_commands(truceline: Commands) -> None:
    listed = truceline()
    assert [
        name for name in ("demo", "serve", "replay", "rebuild", "doctor", "keys") if name not in listed.output
    ] == []
    assert "Traceback" not in listed.output


def test_it_tells_its_version(truceline: Commands) -> None:
    assert truceline("--version").stdout == f"truceline {version('truceline')}\n"
