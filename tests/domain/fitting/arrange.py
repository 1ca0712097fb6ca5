"""A fit as a ledger would have made it, without the acts."""

from typing import Any

from domain.inference.adopted import AdoptedFit
from domain.inference.adoption import Adoption, Proposal
from tests.domain.arrange import REGISTER, entry, made

FITTED: dict[str, Any] = {
    "version": "excitation-1",
    "parameters": {
        "answers": 0.1 + 0.2,
        "weight": -1 / 3,
        "delay_days": 1.4356262101862170,
        "reach_km": 12.165506637889463,
    },
    "intervals": {
        "answers": [0.1, 1.06],
        "weight": [-0.68, 1.28],
        "delay_days": [0.54, 3.8],
        "reach_km": [6.6, 22.5],
    },
    "window": {"from": "2020-02-01T00:00:00Z", "to": "2020-02-21T00:00:00Z"},
    "likelihood": -36.91772021325448,
    "acts": 3,
    "rounds": 7,
    "left_out": {"attacker_unknown": 2, "no_spot": 1},
    "fitted_to": {"as_of": "2020-03-01T00:00:00Z", "position": 40, "policy": "assessment-1"},
    "background": [
        {"by": "syria-government", "against": "turkey", "area": [35, 36], "per_day": 0.075},
        {"by": "turkey", "against": "syria-government", "area": [-1, -180], "per_day": 1e-7},
    ],
}


def a_fit(**parts: Any) -> AdoptedFit:
    return made(AdoptedFit, **FITTED | parts)


def an_adoption(reason: str = "the first of February", **parts: Any) -> Adoption:
    return Adoption.adopt(entry(), made(Proposal, fit=a_fit(**parts), reason=reason), REGISTER)
