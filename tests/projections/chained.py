"""Chains beside the second opinion on them: of all that the tables tell, what the raw facts are asked for."""

from typing import Any

from domain.chains.joining import CIRCLE, NO_ORDER, TOO_EARLY
from tests.projections.oracle.pile import Raw, bare

STEP = (
    *("id", "kind", "what", "by", "against", "attribution", "occurred", "place", "deadline", "weight"),
    *("tolls", "text"),
)
LINK = ("answer", "trigger", "basis", "status", "asserted_by", "seconds_least", "seconds_most", "toll_ratio")
WORDS = {CIRCLE: "circle", TOO_EARLY: "over before", NO_ORDER: "no order"}
NEAR = 0.0011


def shown(chains: list[Raw]) -> list[Raw]:
    """The chains of the tables, in the words of the second opinion."""
    return [_shown(chain) for chain in chains]


def _shown(chain: Raw) -> Raw:
    return {
        **{name: chain[name] for name in ("id", "began", "last", "peak")},
        "steps": [{name: step[name] for name in STEP} for step in chain["steps"]],
        "links": [{name: link[name] for name in (*LINK, "probability")} for link in chain["links"]],
        "left_out": {(one["answer"], one["trigger"], WORDS[one["reason"]]) for one in chain["left_out"]},
    }


def assert_chained(found: list[Raw], expected: list[Raw]) -> None:
    """Hold the chains of the tables against those of the raw facts; probabilities to a thousandth."""
    mine, others = ([_without_numbers(chain) for chain in chains] for chains in (shown(found), expected))
    assert mine == others
    for chain, other in zip(found, expected, strict=True):
        for link, beside in zip(chain["links"], other["links"], strict=True):
            probability, likely = link["probability"], beside["probability"]
            assert (probability is None) == (likely is None)
            assert probability is None or abs(probability - likely) <= NEAR


def _without_numbers(chain: Raw) -> Any:  # noqa: ANN401 - whatever JSON holds
    links = [{name: part for name, part in link.items() if name != "probability"} for link in chain["links"]]
    return bare(chain | {"links": links, "left_out": sorted(chain["left_out"])})
