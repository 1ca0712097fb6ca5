"""The examples of README and guides are run as a reader would run them, and answer what the pages show."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.docs.pages import GUIDES, REPOSITORY, steps
from tests.docs.walking import POSTGRES, Walk


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as held:
        yield held


def test_the_tour_of_the_readme_goes_as_it_says(tmp_path: Path, stack: ExitStack) -> None:
    walk = Walk(tmp_path, stack)
    demo = walk.serve(["demo"], {})
    walk.key = demo.line_with("Authorization: Bearer ").split("Bearer ")[1].split("'")[0]
    assert walked(walk, REPOSITORY / "README.md") == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_examples_of_a_guide_go_as_it_says(
    guide: Path, tmp_path: Path, stack: ExitStack, request: pytest.FixtureRequest
) -> None:
    postgres = request.getfixturevalue("postgres_url") if POSTGRES in guide.read_text() else ""
    with stack:  # the servers end before their database does
        assert walked(Walk(tmp_path, stack, postgres=postgres), guide) == []


def walked(walk: Walk, page: Path) -> list[str]:
    return [f"{page.name}: {difference}" for step in steps(page.read_text()) for difference in walk.take(step)]
