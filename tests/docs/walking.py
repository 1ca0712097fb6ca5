"""Walking through a page: its commands typed one after the other, its servers started for real."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.cli.process import DEADLINE, Running, environment
from tests.docs.comparing import differences, differing_lines, differing_response
from tests.docs.pages import Block, Step

PROGRAMS = Path(sys.executable).parent
POSTGRES = "postgresql://truceline@db.example.org/truceline"
"""The address that pages give for a PostgreSQL ledger; the test's own takes its place."""

_PORT = re.compile(r"http://127\.0\.0\.1:(\d+)")
_ASSIGNED = re.compile(r"^([A-Z][A-Z_]*)=", re.MULTILINE)


class Walk:
    """One reader's terminal: a folder, variables that stay, and servers that run until the end."""

    def __init__(self, folder: Path, stack: ExitStack, *, postgres: str = "") -> None:
        if shutil.which("curl") is None or shutil.which("bash") is None:
            pytest.skip("the examples need curl and bash: install both (Debian: apt-get install curl bash)")
        self.folder = folder
        self.stack = stack
        self.postgres = postgres
        self.key = ""
        self.servers: dict[str, str] = {}
        self.variables = environment(NO_PROXY="127.0.0.1") | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}

    def take(self, step: Step) -> list[str]:
        """Type the commands; answers what came out otherwise than shown."""
        typed = self._here(step.commands.text)
        words = shlex.split(typed, comments=True)
        command = [word for word in words if "=" not in word.partition(" ")[0] or word.startswith("-")]
        if command[:2] == ["truceline", "serve"]:
            given = dict(word.split("=", 1) for word in words[: words.index("truceline")])
            self.serve(command[1:], given)
            return []
        printed = self._run(typed)
        return [
            f"line {block.line}: {difference}" for block in step.answers for difference in _compared(block, printed)
        ]

    def serve(self, arguments: list[str], given: dict[str, str]) -> Running:
        """Start a server on a free port; the page's port leads there from now on."""
        port = "8000"
        if "--port" in arguments:
            place = arguments.index("--port")
            port = arguments[place + 1]
            arguments = arguments[:place] + arguments[place + 2 :]
        process = subprocess.Popen(
            [PROGRAMS / "truceline", *arguments, "--port", "0"],
            cwd=self.folder,
            env=self.variables | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running = Running(process)
        self.stack.callback(running.leave)
        self.stack.callback(running.end, signal.SIGTERM)
        said = running.line_with("http://")
        found = _PORT.search(said)
        assert found, said
        self.servers[port] = found[1]
        return running

    def _here(self, text: str) -> str:
        """The commands with this machine's addresses and key in the place of the page's."""
        text = text.replace("tl_…", self.key).replace(POSTGRES, self.postgres or POSTGRES)
        return _PORT.sub(lambda found: f"http://127.0.0.1:{self.servers.get(found[1], found[1])}", text)

    def _run(self, typed: str) -> str:
        kept = self.folder / ".kept"
        kept.unlink(missing_ok=True)
        (self.folder / ".functions").touch()
        names = dict.fromkeys(_ASSIGNED.findall(typed))
        keeping = "".join(f"\nprintf '%s=%s\\0' {name} \"${name}\" >> .kept" for name in names)
        script = f". ./.functions\n{typed}{keeping}\ndeclare -f > .functions"
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        assert done.returncode == 0, f"{typed}\nended with {done.returncode}: {done.stdout}{done.stderr}"
        if kept.exists():
            self.variables |= dict(one.split("=", 1) for one in kept.read_text().split("\0") if one)
        return done.stdout


def _compared(block: Block, printed: str) -> list[str]:
    match block.language:
        case "json":
            return differences(json.loads(block.text), json.loads(printed))
        case "http":
            return differing_response(block.text, printed)
        case _:
            return differing_lines(block.text, printed)
