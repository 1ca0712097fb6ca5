"""Rules for what is committed, whatever it is about."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]

INDEX_ADDRESS = re.compile(
    r"index[-_]url|find[-_]links|tool\.uv\.index|tool\.uv\.sources|\"resolved\": *\"http"
    r"|https?://[^\s\"']*/simple\b|\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org)\b",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:root|work|farm|home|Users)/")
"""A folder of someone's own machine; the part of an address after its host is not meant."""


def test_no_committed_file_names_a_package_index(committed: dict[str, str]) -> None:
    assert places(INDEX_ADDRESS, committed) == []


def test_no_committed_file_names_a_folder_of_a_development_machine(committed: dict[str, str]) -> None:
    assert places(MACHINE_PATH, committed) == []


def test_there_is_one_lock_and_it_is_not_uvs(committed: dict[str, str]) -> None:
    assert "requirements.lock" in committed
    assert [name for name in committed if Path(name).name == "uv.lock"] == []


def test_every_locked_package_has_a_version_and_a_hash(committed: dict[str, str]) -> None:
    entries = re.findall(r"^\w.*(?:\n .*)*", committed["requirements.lock"], re.MULTILINE)
    assert entries
    assert [entry for entry in entries if not re.match(r"[\w.-]+==\S+.*\\\n +--hash=sha256:", entry)] == []


def test_the_lock_leaves_out_nothing_that_is_needed() -> None:
    """It is installed without looking for what it may have left out."""
    asked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stdout


def test_installing_trusts_the_lock_alone(committed: dict[str, str]) -> None:
    installs = re.findall(r"pip install .*requirements\.lock", committed["Makefile"])
    assert installs
    assert [line for line in installs if "--no-deps" not in line or "--require-hashes" not in line] == []


def test_ci_runs_what_make_check_runs(committed: dict[str, str]) -> None:
    prerequisites = re.search(r"^check:(.*?)##", committed["Makefile"], re.MULTILINE)
    assert prerequisites
    assert make_commands(committed[".ci/run"]) == prerequisites[1].split()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_make_command_that_a_document_names_exists(committed: dict[str, str], document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", committed["Makefile"], re.MULTILINE))
    named = set(make_commands(committed[document]))
    assert named
    assert named <= targets


@pytest.mark.parametrize(
    ("start", "rest"),
    # In two halves, or this file would be one that names an index.
    [
        ("--index", "-url https://example.org"),
        ("find", "-links = wheels"),
        ("https://mirror.example.org", "/simple/"),
        ('"resolved": ', '"https://example.org/a.tgz"'),
        ("[[tool.uv", ".index]]"),
    ],
)
def test_an_index_address_is_noticed(start: str, rest: str) -> None:
    assert places(INDEX_ADDRESS, {"lock": start + rest}) == ["lock:1"]


@pytest.mark.parametrize("folder", ["root", "work", "home"])
def test_a_folder_of_a_machine_is_noticed_and_an_address_is_not(folder: str) -> None:
    text = f"https://example.org/{folder}/page\nsee /{folder}/someone"
    assert places(MACHINE_PATH, {"note": text}) == ["note:2"]


@pytest.fixture(scope="module")
def committed() -> dict[str, str]:
    git = shutil.which("git")
    if not git or not (REPOSITORY / ".git").exists():
        pytest.skip("what is committed is known only in a git checkout, with git installed: clone the repository")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    paths = {name: REPOSITORY / name for name in listed.stdout.split("\0") if name}
    return {name: path.read_text(encoding="utf-8", errors="ignore") for name, path in paths.items() if path.is_file()}


def places(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def make_commands(text: str) -> list[str]:
    return re.findall(r"^[ $`]*make ([a-z-]+)", text, re.MULTILINE)
