"""Random histories: attempts to record something of a few incidents, by writers whose clocks differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies as st

from tests.projections.zones import moments_anywhere

T = TypeVar("T")

PUBLISHED = (
    "2020-02-03T09:00:00Z",
    "2020-02-03",
    "2020-02-05T12:00:00Z",
    "2020-02-05T12:00:00.000001Z",
    "2020-02-10",
    "2020-02-20T15:00:00+03:00",
)
"""Few moments, so that much is known in the same microsecond."""

HAPPENED = (
    {"from": "2020-02-02", "zone": "Asia/Damascus"},
    {"from": "2020-02-02"},
    {"from": "2020-02-01", "precision": "week"},
    {"from": "2020-02-04T22:30:00Z"},
    {"from": "2020-02-04T23:00:00+02:00", "precision": "hour", "zone": "Asia/Damascus"},
    {"from": "2020-02-03", "to": "2020-02-06", "zone": "Asia/Damascus"},
    {"from": "2020-02-01", "precision": "month", "zone": "Europe/Istanbul"},
    {"from": "2020-02-03", "to": "2020-02-08", "precision": "week"},
)
PERPETRATORS: tuple[dict[str, Any], ...] = (
    {"perpetrator": "syria-government"},
    {"perpetrator": "russia"},
    {"perpetrator": "turkey"},
    {"possible_perpetrators": ["russia", "syria-government"]},
    {},
)
QUANTITIES: tuple[dict[str, Any], ...] = (
    {"exact": 4},
    {"at_least": 50},
    {"between": [30, 35]},
    {"more_than": 12},
    {"at_most": 3},
    {"about": 20},
    {"several": True},
    {"unknown": True},
)
ASIDE: tuple[dict[str, Any], ...] = (
    {},
    {"text": "Shells fell."},
    {"equipment": [{"party": "turkey", "type": "tank", "quantity": {"at_least": 1}}]},
    {"equipment": [{"party": "turkey", "type": "tank", "quantity": {"exact": 2}}], "act": "shelling"},
    {"targets": ["turkey", "iran"], "place": {"name": "Saraqib"}},
    {"occurred": {"from": "2020-02-02"}, "credibility": 3},
)
VICTIMS = ("turkey", "syria-government", None)
OUTCOMES = ("killed", "wounded", "neutralised")
SPEAKERS = ("turkey-mod", "turkey-presidency", "russia-mod", "syria-state-media", "sohr", "afp")
NATURES = ("violation", "incident", "retaliation")
OVERRIDES: tuple[dict[str, Any], ...] = (
    {"perpetrators": ["turkey"]},
    {"perpetrators": ["turkey", "russia"]},
    {"perpetrators": [], "casualties": [{"party": "turkey", "outcome": "killed", "low": 1, "high": 7}]},
    {"attribution": "unattributed"},
    {"attribution": "attributed"},
    {"casualties": [{"party": "turkey", "category": "combatant", "outcome": "killed", "low": 3}]},
    {"lift": True},
)
WHAT = (
    *("report",) * 3,
    *("claim",) * 4,
    *("supersede", "withdraw", "merge", "undo", "split", "correct", "override", "answer", "find") * 2,
    *("regrade", "retract", "reinstate", "verify", "dispute", "statement"),
)
WHAT_ELSE = (
    *(
        "ultimatum",
        "figure",
        "revise",
        "bulletin",
        "mend",
        "watch",
        "deny",
        "unwatch",
        "let_in",
        "become",
        "adopt",
        "promise",
        "draw",
    ),
    *("rename", "affiliate", "part", "judge_source", "license_source"),
)


@dataclass(frozen=True)
class Turn:
    """One attempt to record something; its numbers choose among what there is, and always the same."""

    what: str
    who: int
    how: int
    when: int
    back: bool
    still: bool = False
    moment: dict[str, str] | None = None

    def of(self, many: Sequence[T], share: int = 1) -> T:
        return many[(self.how // share) % len(many)]

    @property
    def published(self) -> str:
        return PUBLISHED[self.when % len(PUBLISHED)]

    @property
    def happened(self) -> dict[str, str]:
        return self.moment or self.of(HAPPENED)

    @property
    def judging(self) -> dict[str, Any]:
        """Say why, and sometimes that it was known before it was recorded."""
        instant = self.published if "T" in self.published else f"{self.published}T00:00:00Z"
        return {"reason": "why"} | ({"known_at": instant} if self.how % 4 == 0 else {})

    @property
    def mending(self) -> dict[str, Any]:
        return self.judging | {"cause": self.of(("finding", "entry_error"), 2)}

    def words(self) -> dict[str, Any]:
        """Say what a source says."""
        rows: dict[tuple[Any, Any], dict[str, Any]] = {}
        for number in range(self.how % 3):
            victim, outcome = self.of(VICTIMS, 3 + number), self.of(OUTCOMES, 5 + number)
            rows[victim, outcome] = {"party": victim, "outcome": outcome, "quantity": self.of(QUANTITIES, 2 + number)}
        return {
            "source": SPEAKERS[self.who % len(SPEAKERS)],
            "published_at": self.published,
            "stance": "denies" if self.how % 6 == 5 else "asserts",
            "casualties": list(rows.values()),
            **self.of(PERPETRATORS, 7),
            **self.of(ASIDE, 11),
        }


_PARTS: dict[str, st.SearchStrategy[Any]] = {
    "who": st.integers(0, 5),
    "how": st.integers(0, 419),
    "when": st.integers(0, 5),
    "back": st.booleans(),
}

turns = st.builds(Turn, what=st.sampled_from(WHAT), **_PARTS)


def some(turns: st.SearchStrategy[Turn]) -> st.SearchStrategy[list[Turn]]:
    """Make up few turns, or many: of many each thing is told of more than once."""
    return st.lists(turns, min_size=1, max_size=12) | st.lists(turns, min_size=20, max_size=36)


histories = some(turns)


def turns_of(*what: str) -> st.SearchStrategy[Turn]:
    """Make up turns of these kinds, sometimes in the microsecond of the turn before, on a day of any zone."""
    placed = {"still": st.booleans(), "moment": st.none() | moments_anywhere}
    return st.builds(Turn, what=st.sampled_from(what), **_PARTS, **placed)


def begun(turns: st.SearchStrategy[Turn]) -> st.SearchStrategy[list[Turn]]:
    """Let a few incidents be there before anything becomes of them."""
    return st.builds(lambda *parts: [*parts[0], *parts[1]], st.lists(turns_of("report"), max_size=4), some(turns))


MENDS = ("merge", "undo", "split", "retract", "reinstate", "answer", "correct", "supersede", "withdraw")
worlds = begun(turns_of(*WHAT, *MENDS)) | begun(turns_of(*WHAT, *MENDS, *WHAT_ELSE * 3))
"""Histories of incidents, and of everything else that a ledger holds beside them."""

AGREED = ("become", "adopt", "draw", "affiliate", "part")
IN_FORCE = Turn("become", who=0, how=0, when=1, back=False)


def _in_order(*parts: list[Turn]) -> list[Turn]:
    return [IN_FORCE, *(turn for part in parts for turn in part)]


agreed = st.builds(
    _in_order,
    st.lists(turns_of("adopt"), min_size=1, max_size=4),
    st.lists(turns_of("draw"), max_size=2),
    st.lists(turns_of("report"), min_size=1, max_size=5),
    some(turns_of(*WHAT, *("answer", "correct", "find", "override") * 2, *AGREED * 4)),
)
"""Histories of incidents, and of agreements that forbid them: their life, texts, zones, and who was whose member."""
