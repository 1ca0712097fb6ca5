"""Imports point inward, in one direction and without circles."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "projections": {"domain"},
    "seeds": {"domain"},
    "api": {"domain", "projections", "seeds"},
}
READ_MODELS: dict[str, set[str]] = {
    "agreements": set(),
    "bulletins": set(),
    # Two halves of one answer, which names the agreements that a chain crosses, and what became of its links.
    "chaining": {"agreements", "chains", "changes", "fits", "inference", "parties"},
    "chains": {"chaining", "fits", "inference"},
    # What changed is told of the counts too, so it asks them as any reader does.
    "changes": {"counts"},
    "compliance": {"agreements"},
    "counts": set(),
    "duplicates": set(),
    # Whatever is inferred asks for the fit.
    "escalation": {"fits", "inference"},
    "figures": set(),
    "fits": set(),
    # The page of an incident tells what answers it: among those that are connected with it.
    "incidents": {"chaining"},
    # Who is on which side follows from the affiliations of parties.
    "inference": {"fits", "parties"},
    "monitoring": set(),
    "parties": set(),
    # A rate is of watched days, so it asks who watched.
    "rates": {"monitoring"},
    "reconciliation": set(),
    "sources": set(),
    "statements": set(),
    "versions": set(),
}
"""Every read model of `projections/`, a module or a folder, with the others that it is declared to read."""

READ_BY_ALL = {"versions"}
"""The one table that other read models derive from."""

NAMES_THEM_ALL = {"catalogue"}
"""What lists the tables there are."""

SHARED = {
    "apply", "asked_days", "batch", "beside", "bodies", "by_id", "clock", "columns", "cube", "differences",
    "differing", "document", "filters", "fold", "follow", "held", "holding", "index", "judging", "links", "loading",
    "log_stretch", "looking", "memory", "multi_groups", "opening", "own_counts", "page", "pairing", "parking",
    "progress", "proving", "published", "reader", "recent", "schema", "selection", "shelf", "shelving", "snapshot",
    "store", "streamed", "table", "tallies", "timeline", "without_gc", "word_filters", "workers", "zones",
}  # fmt: skip
"""What read models are made with: it reads none of them but `versions`."""

SAYS_NOTHING = {"utils", "common", "helpers", "manager", "service"}

Imports = dict[str, set[str]]


def test_imports_keep_the_directions(imports_of_ours: Imports) -> None:
    assert against_the_direction(imports_of_ours) == []


def test_no_module_imports_itself_by_a_detour(imports_of_ours: Imports) -> None:
    assert circle(imports_of_ours) is None


def test_a_read_model_imports_only_those_it_is_declared_to_read(imports_of_ours: Imports) -> None:
    assert undeclared(imports_of_ours) == []


def test_every_reading_that_is_declared_is_one_that_is_done(imports_of_ours: Imports) -> None:
    done = {(part(importer), part(imported)) for importer, imported in pairs(imports_of_ours)}
    assert {(reader, read) for reader, declared in READ_MODELS.items() for read in declared} <= done


def test_every_module_of_the_projections_is_a_read_model_or_shared_by_them(imports_of_ours: Imports) -> None:
    assert unlisted(imports_of_ours) == []
    assert READ_MODELS.keys() & SHARED == set()
    assert READ_MODELS.keys() <= {part(module) for module in imports_of_ours}


def test_every_module_has_a_name_that_says_something(imports_of_ours: Imports) -> None:
    assert [name for name in imports_of_ours if SAYS_NOTHING & set(name.split("."))] == []


@pytest.fixture(scope="module")
def imports_of_ours() -> Imports:
    found = imports_below(Path(__file__).parents[1])
    assert {name.split(".")[0] for name in found} == set(MAY_IMPORT)
    return found


@pytest.mark.parametrize(
    ("path", "source", "fault"),
    [
        ("domain/ledger.py", "import projections.store", "domain.ledger imports projections.store"),
        ("domain/ledger.py", "from api.app import app", "domain.ledger imports api.app"),
        ("domain/ledger.py", "def late():\n    from seeds import idlib", "domain.ledger imports seeds.idlib"),
        ("projections/store.py", "from ..api import app", "projections.store imports api.app"),
        ("seeds/idlib.py", "from projections import store", "seeds.idlib imports projections.store"),
    ],
)
def test_an_import_against_the_direction_is_noticed(tree: Path, path: str, source: str, fault: str) -> None:
    (tree / path).write_text(source)
    assert against_the_direction(imports_below(tree)) == [fault]


def test_a_circle_is_noticed(tree: Path) -> None:
    (tree / "domain/claim.py").write_text("from domain import ledger")
    (tree / "domain/ledger.py").write_text("from .claim import Claim")
    assert circle(imports_below(tree)) in {
        "domain.claim imports domain.ledger imports domain.claim",
        "domain.ledger imports domain.claim imports domain.ledger",
    }


@pytest.mark.parametrize(
    ("path", "source", "fault"),
    [
        ("counts.py", "from projections import chains, store, versions", "counts imports projections.chains"),
        ("inference/sides.py", "from projections.parties import page", "inference.sides imports projections.parties"),
        (
            "compliance.py",
            "def late():\n    from projections import agreements",
            "compliance imports projections.agreements",
        ),
        ("store.py", "from projections import chains, versions", "store imports projections.chains"),
        ("chains.py", "from projections.inference import sides", "chains imports projections.inference.sides"),
    ],
)
def test_a_reading_that_is_not_declared_is_noticed(
    tree: Path, monkeypatch: pytest.MonkeyPatch, path: str, source: str, fault: str
) -> None:
    for reader in READ_MODELS:
        monkeypatch.setitem(READ_MODELS, reader, set())
    (tree / "projections" / path).write_text(source)
    assert undeclared(imports_below(tree)) == [f"projections.{fault}"]


def test_a_module_that_is_in_no_list_is_noticed(tree: Path) -> None:
    (tree / "projections/guesses.py").touch()
    (tree / "projections/riddles").mkdir()
    (tree / "projections/riddles/old.py").touch()
    assert unlisted(imports_below(tree)) == ["projections.guesses", "projections.riddles.old"]


def test_the_parts_of_one_read_model_may_import_each_other(tree: Path) -> None:
    (tree / "projections/counts").mkdir()
    (tree / "projections/counts/__init__.py").write_text("from projections.counts import tables")
    (tree / "projections/counts/tables.py").write_text("from projections.store import Store")
    assert undeclared(imports_below(tree)) == []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Lay out a small tree of ours that keeps every rule, for a test to break."""
    rooms = {
        "domain": ["__init__", "claim", "ledger"],
        "projections": ["__init__", "store", "versions", "chains", "agreements", "parties"],
        "seeds": ["__init__", "idlib"],
        "api": ["__init__", "app"],
    }
    for room, modules in rooms.items():
        (tmp_path / room).mkdir()
        for module in modules:
            (tmp_path / room / f"{module}.py").touch()
    (tmp_path / "projections/inference").mkdir()
    (tmp_path / "projections/inference/sides.py").touch()
    return tmp_path


def against_the_direction(imports: Imports) -> list[str]:
    return [
        f"{importer} imports {imported}"
        for importer, imported in pairs(imports)
        if (room := importer.split(".")[0]) != (other := imported.split(".")[0]) and other not in MAY_IMPORT[room]
    ]


def undeclared(imports: Imports) -> list[str]:
    return [
        f"{importer} imports {imported}"
        for importer, imported in pairs(imports)
        if (reader := part(importer)) and (read := part(imported)) in READ_MODELS
        if reader not in NAMES_THEM_ALL and read not in {reader, *READ_BY_ALL, *READ_MODELS.get(reader, ())}
    ]


def unlisted(imports: Imports) -> list[str]:
    listed = READ_MODELS.keys() | SHARED | NAMES_THEM_ALL
    return sorted(module for module in imports if (name := part(module)) and name not in listed)


def part(module: str) -> str | None:
    """Name the module or folder right below `projections/` that a module is, or is in."""
    room, _, rest = module.partition(".")
    return rest.split(".")[0] if room == "projections" and rest else None


def circle(imports: Imports) -> str | None:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return " imports ".join(reversed(names))
    return None


def pairs(imports: Imports) -> Iterator[tuple[str, str]]:
    for importer in sorted(imports):
        for imported in sorted(imports[importer]):
            yield importer, imported


def imports_below(root: Path) -> Imports:
    """Map each module of ours to those of ours that it imports, wherever in the file it does."""
    paths = {module_name(path.relative_to(root)): path for room in MAY_IMPORT for path in root.glob(f"{room}/**/*.py")}
    return {name: set(imported_by(name, path, set(paths))) - {name} for name, path in paths.items()}


def module_name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imported_by(module: str, path: Path, known: set[str]) -> Iterator[str]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            yield from named_by(node, package, known)


def named_by(node: ast.ImportFrom, package: str, known: set[str]) -> Iterator[str]:
    """Tell `from domain import claim`, a module, from `from domain.claim import Claim`, which is none."""
    parts = package.split(".")
    above = parts[: len(parts) - node.level + 1] if node.level else []
    source = ".".join([*above, *([node.module] if node.module else [])])
    for alias in node.names:
        module = f"{source}.{alias.name}"
        yield from {module if module in known else source} & known
