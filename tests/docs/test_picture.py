"""The picture shows what the demo prints."""

import html
import re

from tests.docs.picture import PICTURE, drawn


def test_the_picture_shows_what_the_demo_prints() -> None:
    assert words(PICTURE.read_text()) == words(drawn()), "make it anew: .venv/bin/python -m tests.docs.picture"


def test_the_picture_runs_nothing_and_fetches_nothing() -> None:
    picture = PICTURE.read_text().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert re.findall(r"<script|\bon\w+=|https?:|href", picture) == []


def test_no_column_of_the_picture_is_cut_off() -> None:
    assert "…" not in PICTURE.read_text()


def words(picture: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r"<text[^>]*>(.*?)</text>", picture)]
