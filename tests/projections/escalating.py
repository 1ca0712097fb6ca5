"""Random histories of blows between two sides, near in time and place, so that much may answer much."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from domain.errors import Refused
from domain.incident.incident import Incident
from domain.incident.reports import Correction
from domain.inference.adopted import AdoptedFit
from domain.inference.adoption import Adoption, FitWithdrawalReport, Proposal
from domain.party import AffiliationReport, Party
from tests.domain.arrange import lost, made, words
from tests.projections.arrange import a_book
from tests.projections.histories import SPEAKERS, Turn, turns_of
from tests.projections.world import World

WHEN: tuple[dict[str, str], ...] = (
    {"from": "2020-02-03", "zone": "Asia/Damascus"},
    {"from": "2020-02-03T07:10:00Z"},
    {"from": "2020-02-03T16:00:00Z", "precision": "hour"},
    {"from": "2020-02-04", "zone": "Asia/Damascus"},
    {"from": "2020-02-04"},
    {"from": "2020-02-04T05:30:00Z"},
    {"from": "2020-02-05T21:45:00Z"},
    {"from": "2020-02-06", "to": "2020-02-09"},
    {"from": "2020-02-03", "precision": "week"},
    {"from": "2020-02-01", "precision": "month"},
)
WHERE: tuple[dict[str, Any], ...] = (
    {"name": "Nayrab", "lat": 35.87, "lon": 36.72},
    {"name": "Saraqib", "lat": 35.86, "lon": 36.80, "precision": "exact"},
    {"name": "Sarmin", "lat": 35.9, "lon": 36.72, "precision": "district"},
    {"name": "Azaz", "lat": 36.58, "lon": 37.04},
    {"name": "Bab", "lat": 36.01, "lon": 36.99, "precision": "exact"},
    {"name": "Idlib", "lat": 35.93, "lon": 36.63, "precision": "governorate", "adm1": "Idlib"},
    {"name": "Syria", "lat": 35.0, "lon": 38.0, "precision": "country"},
    {"name": "somewhere"},
)
BLOWS: tuple[tuple[dict[str, Any], list[str]], ...] = (
    ({"perpetrator": "syria-government"}, ["turkey"]),
    ({"perpetrator": "turkey"}, ["syria-government"]),
    ({"perpetrator": "russia"}, ["opposition"]),
    ({"perpetrator": "opposition"}, ["syria-government", "russia"]),
    ({"perpetrator": "syria-government"}, ["turkey"]),
    ({"perpetrator": "turkey"}, ["syria-government"]),
    ({"possible_perpetrators": ["russia", "syria-government"]}, ["turkey", "opposition"]),
    ({"perpetrator": "turkey"}, ["syria-government"]),
    ({"perpetrator": "russia"}, []),
    ({}, ["turkey"]),
    ({"perpetrator": "syria-government"}, ["russia"]),
    ({"possible_perpetrators": ["iran", "turkey"]}, ["syria-government"]),
)
"""Who hit whom; every other one hits back."""

TOGETHER = (("russia", "syria-government"), ("opposition", "turkey"), ("iran", "syria-government"), ("iran", "russia"))
STARTS, ENDS = ("2015-09-30", "2020-02-04"), (None, "2020-02-03", "2020-02-04")

MENDS = (
    *("merge", "undo", "retract", "reinstate", "redate", "relocate", "blame", "supersede", "override") * 2,
    *("answer", "find", "reply") * 3,
    *("claim", "split", "withdraw", "statement", "side_with", "part"),
)
PARAMETERS: tuple[dict[str, float], ...] = (
    {"answers": 0.5, "weight": 0.3, "delay_days": 1.5, "reach_km": 15.0},
    {"answers": 2.0, "weight": 0.0, "delay_days": 0.6, "reach_km": 40.0},
    {"answers": 0.2, "weight": 0.6, "delay_days": 4.0, "reach_km": 6.0},
)
BACKGROUND: tuple[dict[str, Any], ...] = (
    {"by": "syria-government", "against": "turkey", "area": [35, 36], "per_day": 0.02},
    {"by": "turkey", "against": "syria-government", "area": [35, 36], "per_day": 0.6},
    {"by": "turkey", "against": "russia", "area": [36, 36], "per_day": 0.001},
)
STRIKES = st.lists(turns_of("strike"), min_size=3, max_size=9)
ALLIES = st.lists(turns_of("side_with"), max_size=2)


class Front(World):
    """Tells of blows and what became of them, and everything that a world tells of."""

    def tell(self, turn: Turn) -> None:
        if turn.what not in OWN:
            super().tell(turn)
            return
        self.book.now -= timedelta(minutes=7 if turn.back else 0)
        with suppress(Refused):
            OWN[turn.what](self, turn)

    def strike(self, turn: Turn) -> None:
        self.incidents.append(self.book.report(**self._blow(turn)))

    def _blow(self, turn: Turn) -> dict[str, Any]:
        """Say who hit whom, where and when; its numbers choose among all of it, each by itself."""
        blamed, targets = BLOWS[(2 * turn.how + len(self.incidents)) % (8 if turn.who else len(BLOWS))]
        dead = [lost(turn.of((1, 9, 34), 5), party=targets[0] if targets else None)] if turn.how % 3 == 0 else []
        said = words(SPEAKERS[turn.who % len(SPEAKERS)], published=turn.published, casualties=dead, **blamed)
        return {
            "nature": "violation",
            "occurred": WHEN[(turn.when + len(self.incidents)) % len(WHEN)],
            "place": WHERE[(turn.how // 17) % len(WHERE) if turn.how % 4 == 1 else turn.who % 3],
            "act": turn.of(("shelling", "air_strike", "ambush", "overflight", "other"), 7),
            "targets": targets,
            "claim": said,
        }

    def reply(self, turn: Turn) -> None:
        """Report a blow that is said to answer one of those before it."""
        if self.incidents:
            answers = [{"incident": str(self._chosen(turn)), "asserted_by": SPEAKERS[turn.how % len(SPEAKERS)]}]
            self.incidents.append(self.book.report(**self._blow(turn), answers=answers))

    def redate(self, turn: Turn) -> None:
        self._correct_one(turn, occurred=turn.of(WHEN, 2))

    def relocate(self, turn: Turn) -> None:
        self._correct_one(turn, place=turn.of(WHERE, 2))

    def _correct_one(self, turn: Turn, **parts: Any) -> None:
        if self.incidents:
            self.book.change(self._chosen(turn), Incident.correct, made(Correction, **parts, **turn.mending))

    def blame(self, turn: Turn) -> None:
        """Let another source say who it was."""
        if self.incidents:
            self.book.say(self._chosen(turn), turn.of(SPEAKERS, 3), published=turn.published, **turn.of(BLOWS)[0])

    def side_with(self, turn: Turn) -> None:
        party, counterpart = turn.of(TOGETHER)
        said = {"with": counterpart, "relation": "ally", "source": "sohr", "from": turn.of(STARTS, 4)}
        report = made(AffiliationReport, **said, to=turn.of(ENDS, 8))
        self.book.change(Party.stream(party), Party.affiliate, report, kind=Party)

    def fit(self, turn: Turn) -> None:
        """Adopt a fit, as the ledger would have made it."""
        fit = a_fit(**turn.of(PARAMETERS), background=list(BACKGROUND[: turn.how % 4]))
        self._open(Adoption.adopt, Proposal(fit=fit, reason="so it is"))

    def unfit(self, turn: Turn) -> None:
        self._of_some(turn, "fit", Adoption.withdraw, made(FitWithdrawalReport, reason="not so"), Adoption)


OWN: dict[str, Callable[[Front, Turn], None]] = {
    name: getattr(Front, name)
    for name in ("strike", "reply", "redate", "relocate", "blame", "side_with", "fit", "unfit")
}


def _in_order(*parts: list[Turn]) -> list[Turn]:
    return [turn for part in parts for turn in part]


FITS = st.lists(turns_of("fit"), min_size=1, max_size=2)
LATER = st.lists(turns_of("strike", "fit", "unfit", *MENDS), max_size=14)
fronts = st.builds(_in_order, ALLIES, STRIKES, FITS, LATER)
"""Histories of blows, and of what is said and judged of them afterwards."""


def a_fit(background: Sequence[dict[str, Any]] = (), **parameters: float) -> AdoptedFit:
    """Say that acts of 2019 and 2020 came to these parameters, of which nobody is less than sure."""
    return made(
        AdoptedFit,
        version="excitation-1",
        parameters=parameters,
        intervals={name: [value, value] for name, value in parameters.items()},
        window={"from": "2019-01-01T00:00:00Z", "to": "2020-04-01T00:00:00Z"},
        likelihood=-1.0,
        acts=2,
        rounds=1,
        left_out={},
        fitted_to={"position": 1, "policy": "assessment-1"},
        background=background,
    )


def front_of(history: list[Turn]) -> Front:
    """Answer the book in which a history of blows was written down."""
    front = Front(a_book())
    for turn in history:
        front.tell(turn)
    return front
