"""The client's words for chains are those that the API takes."""

import typing

from api.app import create_app
from api.client.words import Chains, Lens
from api.http.locations import ROOT
from api.settings import Settings
from api.wiring import Truceline

OF_PAGES = {"limit", "after"}
BY_ANOTHER_NAME = {"from", "to"}
"""Words of Python's own: the client calls them `first` and `last`."""


def test_the_words_for_chains_are_those_of_the_api() -> None:
    with Truceline.open(Settings(database="sqlite://")) as truceline:
        paths = create_app(truceline).openapi()["paths"]
    taken = {one["name"] for one in paths[f"{ROOT}/chains"]["get"]["parameters"]}
    known = set(typing.get_type_hints(Chains))
    assert known - set(typing.get_type_hints(Lens)) == {"party", "min_weight", "open", "probability", "basis"}
    assert taken - OF_PAGES - BY_ANOTHER_NAME == known
