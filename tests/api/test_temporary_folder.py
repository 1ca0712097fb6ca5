"""A folder for a while is gone with its process, however that ends; nobody else's is touched."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from api.temporary_folder import TemporaryFolder, sweep
from tests.cli.process import DEADLINE

HOLD = """
import sys, tempfile, time
from api.temporary_folder import TemporaryFolder
tempfile.tempdir = sys.argv[1]
held = TemporaryFolder("test")
(held.path / "half.csv").write_text("1,2")
print(held.path, flush=True)
time.sleep(600)
"""

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no locks that end with their process: run it on Linux or macOS"
)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_stays_while_its_process_lives_and_is_removed_once_that_was_killed(temporary: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(temporary)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            path = Path(holder.stdout.readline().strip())
            sweep()
            assert (path / "half.csv").read_text() == "1,2"
        finally:
            holder.kill()
        holder.wait(DEADLINE)
    assert path.exists()
    with TemporaryFolder("another") as mine:
        assert [one.name for one in temporary.iterdir()] == [mine.parent.name]
    assert list(temporary.iterdir()) == []


def test_only_folders_that_are_known_as_such_are_removed(temporary: Path) -> None:
    outside = temporary / "outside"
    (outside / "content").mkdir(parents=True)
    (outside / "held").touch()
    (temporary / "truceline-of-a-user").mkdir()
    (temporary / "truceline-of-a-user" / "notes.txt").touch()
    (temporary / "truceline-link").symlink_to(outside)
    (temporary / "truceline-file").touch()
    (temporary / "truceline-linked-lock").mkdir()
    (temporary / "truceline-linked-lock" / "held").symlink_to(outside / "held")
    before = sorted(temporary.rglob("*"))
    sweep()
    assert sorted(temporary.rglob("*")) == before


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root may give a folder away: run it as root"
)
def test_what_another_user_left_is_left(temporary: Path) -> None:
    folder = temporary / "truceline-theirs"
    folder.mkdir()
    (folder / "held").touch()
    os.chown(folder, 12345, 12345)
    sweep()
    assert (folder / "held").exists()


def test_one_that_is_kept_by_a_folder_that_cannot_be_read_stops_nobody(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "nowhere"))
    sweep()
    assert not (temporary / "nowhere").exists()
