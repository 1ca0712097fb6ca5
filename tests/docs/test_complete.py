"""What a user may set, type, call or be refused is in the pages; and what the pages name is there."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from uuid import uuid4

import pytest
import typer
from fastapi.testclient import TestClient

from api.access import Role
from api.app import create_app
from api.cli import app
from api.http.locations import ROOT
from api.http.problems import kind_of
from api.settings import Settings
from api.wiring import Truceline
from domain.errors import Refused
from tests.docs.pages import PAGES, REPOSITORY

GUIDE = REPOSITORY / "docs" / "guide"
RUNNING, REPORTING, API = (GUIDE / f"{name}.md" for name in ("running", "reporting", "api"))
OPERATIONS = dict(re.findall(r"^\| `([A-Z]+ /[^`]*)` \| ([a-z]*) ?\|", API.read_text(), re.MULTILINE))
EVERYTHING = "\n".join(page.read_text() for page in PAGES)


class Asked(Mapping[str, str]):
    """An environment without variables, which notes for which ones it is asked."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __getitem__(self, name: str) -> str:
        self.names.append(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def settings() -> list[str]:
    asked = Asked()
    Settings.from_environment(asked)
    return asked.names


def commands(group: object = None, before: str = "truceline") -> Iterator[tuple[str, list[str]]]:
    """Every command as it is typed, with its options."""
    for name, command in getattr(group or typer.main.get_command(app), "commands", {}).items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", [word for one in command.params for word in one.opts if word.startswith("--")]


def test_the_settings_are_found_in_the_first_place() -> None:
    assert {"TRUCELINE_DATABASE", "TRUCELINE_PUBLIC_READ"} <= set(settings())


@pytest.mark.parametrize("name", settings())
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in RUNNING.read_text()


def test_no_page_names_a_setting_that_is_not_there() -> None:
    assert set(re.findall(r"TRUCELINE_[A-Z_]+", EVERYTHING)) <= set(settings())


@pytest.mark.parametrize(("command", "options"), list(commands()), ids=lambda one: str(one).replace("truceline ", ""))
def test_every_command_is_documented_with_its_options(command: str, options: list[str]) -> None:
    row = re.search(rf"^\| `{command}[` ].*$", RUNNING.read_text(), re.MULTILINE)
    assert row, f"no row of a table begins with {command}"
    assert [option for option in options if f"`{option}" not in row[0]] == []


def test_no_page_names_a_command_that_is_not_there() -> None:
    there = {command.split()[1] for command, _ in commands()}
    named = set(re.findall(r"(?:^|`)truceline (?!-)([a-z]+)", EVERYTHING, re.MULTILINE))
    assert named
    assert named <= there


def test_every_operation_of_the_api_has_its_line_and_no_other_has(server: TestClient) -> None:
    paths = server.get(f"{ROOT}/openapi.json").json()["paths"]
    there = {f"{method.upper()} {path.removeprefix(ROOT)}" for path, methods in paths.items() for method in methods}
    assert set(OPERATIONS) == there


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name.startswith("POST ")])
def test_an_operation_asks_for_the_role_that_its_line_gives(server: TestClient, operation: str) -> None:
    path = re.sub(r"\{slug\}", "turkey", operation.removeprefix("POST "))
    path = re.sub(r"\{\w+\}", str(uuid4()), path)
    refused = server.post(f"{ROOT}{path}", json={}, headers={"Authorization": f"Bearer {server.headers['X-Reader']}"})
    assert refused.json()["detail"].startswith(f"this needs the role {OPERATIONS[operation]} or higher;")


@pytest.fixture(scope="module")
def server() -> Iterator[TestClient]:
    with Truceline.open(Settings(database="sqlite://")) as truceline, TestClient(create_app(truceline)) as client:
        client.headers["X-Reader"] = truceline.keys.add("a reader", Role.READER)[1]
        yield client


@pytest.mark.parametrize("refusal", Refused.__subclasses__(), ids=kind_of)
def test_every_refusal_is_explained(refusal: type[Refused]) -> None:
    assert f"| `{kind_of(refusal)}` |" in REPORTING.read_text()


def test_every_problem_that_the_api_adds_is_explained() -> None:
    sources = "\n".join(path.read_text() for path in sorted((REPOSITORY / "api").rglob("*.py")))
    kinds = set(re.findall(r"Problem\(\s*\d{3},\s*\"([a-z-]+)\"", sources))
    assert "role-needed" in kinds
    assert [kind for kind in sorted(kinds) if f"| `{kind}` |" not in REPORTING.read_text()] == []


def test_no_two_pages_write_to_one_ledger() -> None:
    named = {page: re.findall(r"sqlite:///([\w-]+)\.db", page.read_text()) for page in PAGES}
    pages_of = Counter(name for names in named.values() for name in set(names))
    assert pages_of["clocks"] == 1
    assert [name for name, pages in pages_of.items() if pages > 1] == []


def test_every_guide_with_something_to_type_says_where_to_type_it() -> None:
    typed = [page for page in PAGES if page.parent == GUIDE and "```sh" in page.read_text()]
    where = "running.md#typing-along-with-these-pages"
    assert [page.name for page in typed if where not in page.read_text()] == [RUNNING.name]


def test_the_readme_names_two_commands_of_make_and_no_third() -> None:
    assert re.findall(r"\bmake ([a-z-]+)", (REPOSITORY / "README.md").read_text()) == ["demo", "test"]


def test_the_readme_stays_short() -> None:
    assert len((REPOSITORY / "README.md").read_text().splitlines()) <= 150
