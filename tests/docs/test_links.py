"""Every link between our own pages leads somewhere."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, REPOSITORY, anchors, links

LINKED = [
    *PAGES,
    REPOSITORY / "CONTRIBUTING.md",
    REPOSITORY / "CHANGELOG.md",
    *sorted((REPOSITORY / "docs/adr").iterdir()),
]


@pytest.mark.parametrize("page", LINKED, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_link_to_our_own_leads_somewhere(page: Path) -> None:
    ours = [link for link in links(page.read_text()) if not re.match(r"https?:|mailto:", link)]
    assert [link for link in ours if not leads_somewhere(page, link)] == []


def test_a_link_to_nowhere_is_noticed() -> None:
    readme = REPOSITORY / "README.md"
    assert [
        link for link in ("LICENSE", "NOTHING", "docs/guide/clocks.md#nothing") if leads_somewhere(readme, link)
    ] == ["LICENSE"]


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target.read_text()))
