"""A ledger goes out as lines and comes back byte by byte; what is not whole does not come back at all."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.exchange.draft import FileRefused
from api.exchange.exports.ledger_copy import facts_of, restore
from api.settings import MEMORY, Settings
from bench.ledgers import ledger_of
from domain.ledger import Ledger
from seeds.loader import load
from tests.api.conftest import serving
from tests.api.permanent import of_every_read, told_at

Lines = list[bytes]


@pytest.fixture(scope="module")
def idlib(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    ledger = Ledger.at(f"sqlite:///{tmp_path_factory.mktemp('idlib') / 'ledger.db'}")
    load(ledger)
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    ledger = Ledger.at(f"sqlite:///{ledger_of(300, tmp_path_factory.mktemp('generated'))}")
    yield ledger
    ledger.close()


@pytest.fixture
def empty(database_url: str) -> Iterator[Ledger]:
    """An empty ledger, once on each database."""
    ledger = Ledger.at(database_url)
    yield ledger
    ledger.close()


@pytest.fixture
def copied(generated: Ledger, tmp_path: Path) -> Path:
    return copy_of(generated, tmp_path / "copy.ndjson")


@pytest.mark.parametrize("name", ["idlib", "generated"])
def test_a_copy_of_a_restored_ledger_is_the_same_bytes(
    name: str, empty: Ledger, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first = copy_of(request.getfixturevalue(name), tmp_path / "first.ndjson")
    restored = restore(empty, first)
    assert restored.facts == empty.position == request.getfixturevalue(name).position
    assert copy_of(empty, tmp_path / "second.ndjson").read_bytes() == first.read_bytes()


def test_a_line_holds_the_stored_bytes_as_they_are(generated: Ledger, copied: Path) -> None:
    lines = copied.read_bytes().splitlines()
    for stored, line in zip(generated.undecoded_after(0, 10_000), lines[:-1], strict=True):
        assert line.endswith(b'"fact":' + stored.state + b"}")
        told = json.loads(line)
        assert [told["position"], told["version"], told["name"]] == [stored.position, stored.version, stored.name]
        assert told["stream"].replace("-", "") == stored.stream


@pytest.fixture(scope="module")
def told(idlib: Ledger) -> dict[str, tuple[str, ...]]:
    """What the record of Idlib answers at every permanent address."""
    with reading(idlib.address.url) as client:
        return told_at(client, of_every_read(client))


def test_every_read_of_a_restored_ledger_answers_the_same(
    idlib: Ledger, told: dict[str, tuple[str, ...]], empty: Ledger, database_url: str, tmp_path: Path
) -> None:
    restore(empty, copy_of(idlib, tmp_path / "copy.ndjson"))
    with reading(database_url) as client:
        assert told_at(client, told) == told
    assert len(told) > 100


def test_what_is_recorded_after_a_restoration_goes_on_from_there(empty: Ledger, copied: Path) -> None:
    restore(empty, copied)
    last = empty.position
    assert load(empty).records
    assert empty.log.count(empty.position) == empty.position > last


def test_a_copy_goes_up_to_a_position(generated: Ledger, empty: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "early.ndjson"
    path.write_bytes(b"".join(facts_of(generated, 14)))
    assert restore(empty, path).facts == empty.position == 14


def test_a_ledger_that_holds_anything_is_left_alone(empty: Ledger, copied: Path) -> None:
    restore(empty, copied)
    before = empty.position
    with pytest.raises(FileRefused, match="facts already: a copy goes into an empty one"):
        restore(empty, copied)
    assert empty.position == before


def without(number: int) -> Callable[[Lines], Lines]:
    return lambda lines: lines[: number - 1] + lines[number:]


def renumbered(lines: Lines) -> Lines:
    """The lines with positions as they now come, so that only the streams tell."""
    return [
        b'{"position":%d,%b' % (number, line.split(b",", 1)[1]) for number, line in enumerate(lines[:-1], start=1)
    ] + lines[-1:]


def closed(lines: Lines) -> Lines:
    """The lines with a last line that is right about them."""
    facts = lines[:-1]
    digest = hashlib.sha256(b"".join(facts)).hexdigest()
    return [*facts, b'{"truceline_ledger":1,"facts":%d,"sha256":"%b"}\n' % (len(facts), digest.encode())]


def changed(old: bytes, new: bytes, number: int = 20) -> Callable[[Lines], Lines]:
    def change(lines: Lines) -> Lines:
        assert old in lines[number - 1]
        return [*lines[: number - 1], lines[number - 1].replace(old, new), *lines[number:]]

    return change


HURT: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "cut short at a line": (lambda lines: lines[:40], "breaks off: line 41"),
    "cut short in a line": (lambda lines: [*lines[:40], lines[40][:50]], "line 41 is no line"),
    "nothing": (lambda _: [], "breaks off: line 1"),
    "another file": (lambda _: [b"id,date\n", b"1,2020-02-20\n"], "line 1 is no line"),
    "a gap": (lambda lines: closed(without(20)(lines)), "line 20 holds position 21"),
    "a line twice": (lambda lines: closed([*lines[:20], *lines[19:]]), "line 21 holds position 20"),
    "two lines exchanged": (lambda lines: closed([*lines[:20], lines[21], lines[20], *lines[22:]]), "line 21 holds"),
    "a fact of a stream missing": (lambda lines: closed(renumbered(without(15)(lines))), "is not in its turn"),
    "a fact twice under two positions": (
        lambda lines: closed(renumbered([*lines[:20], *lines[19:]])),
        "same version of one stream",
    ),
    "a word changed": (changed(b"reported", b"repeated"), "changed on its way"),
    "the last line of another copy": (lambda lines: [*lines[:-1], closed(lines[:9])[-1]], "changed on its way"),
    "an unknown name": (
        lambda lines: closed(changed(b"incident.claim_added", b"incident.weather_seen")(lines)),
        "no fact is called 'incident.weather_seen'",
    ),
    "a fact that cannot be read": (lambda lines: closed(changed(b'"source"', b'"sauce"')(lines)), "line 20: "),
    "a stream that begins in the middle": (
        lambda lines: closed(changed(b'"version":2', b'"version":1')(lines)),
        "cannot be version 1",
    ),
    "a later form": (
        lambda lines: [*lines[:-1], lines[-1].replace(b'"truceline_ledger":1', b'"truceline_ledger":2')],
        "form 2; this release reads form 1",
    ),
    "something after the end": (lambda lines: [*lines, b"\n"], "after its last line"),
}


@pytest.mark.parametrize("hurt", HURT)
def test_a_copy_that_is_not_whole_is_refused_and_nothing_is_stored(hurt: str, empty: Ledger, copied: Path) -> None:
    hurting, reason = HURT[hurt]
    with copied.open("rb") as file:
        lines = file.readlines()
    copied.write_bytes(b"".join(hurting(lines)))
    with pytest.raises(FileRefused, match=reason) as refused:
        restore(empty, copied)
    assert "\n" not in str(refused.value)
    assert empty.position == 0


def copy_of(ledger: Ledger, path: Path) -> Path:
    path.write_bytes(b"".join(facts_of(ledger, ledger.position)))
    return path


@contextmanager
def reading(url: str) -> Iterator[TestClient]:
    with serving(Settings(database=url, projections=MEMORY)) as (truceline, client):
        del client.headers["Authorization"]
        assert truceline.follower.wait_for(truceline.ledger.position, timeout=60)
        yield client
