"""The strike of Nayrab, 20 February 2020, and the fire that answered it."""

from __future__ import annotations

from typing import Any

from api.examples import one
from domain.model import derived_id

STRIKE = derived_id("incident", "ucdp-ged", "214797")
"""The strike's id follows from its external id."""

ANSWERING_FIRE = derived_id("incident", "truceline-example", "nayrab-answer")
MINISTRY_CLAIM = derived_id(str(STRIKE), "claim", "2")
AGENCY_CLAIM = derived_id(str(STRIKE), "claim", "3")
ANSWER = derived_id(str(ANSWERING_FIRE), "answer", "3")

_DAY = {"from": "2020-02-20", "precision": "day", "zone": "Asia/Damascus"}
_TRT = "https://www.trtworld.com/turkey/air-strikes-kill-two-turkish-soldiers-in-idlib-defence-ministry-33973"


def _people(party: str, outcome: str, **quantity: Any) -> dict[str, Any]:
    return {"party": party, "category": "combatant", "outcome": outcome, "quantity": quantity}


def _lost(kind: str, **quantity: Any) -> dict[str, Any]:
    return {"party": "syria-government", "type": kind, "outcome": "destroyed", "quantity": quantity}


NAYRAB: dict[str, Any] = {
    "nature": "violation",
    "occurred": _DAY,
    "place": {"name": "Nayrab", "lat": 35.8718, "lon": 36.7173, "precision": "near", "adm1": "Idlib"},
    "act": "air_strike",
    "targets": ["turkey"],
    "claim": {
        "source": "turkey-mod",
        "via": "trt-world",
        "published_at": "2020-02-20T15:00:00Z",
        "url": _TRT,
        "text": "Two of our heroic comrades were killed and five wounded in an air strike.",
        "stance": "asserts",
        "credibility": 3,
        "perpetrator": "syria-government",
        "casualties": [_people("turkey", "killed", exact=2), _people("turkey", "wounded", exact=5)],
        "equipment": [],
    },
    "external_id": {"scheme": "ucdp-ged", "value": "214797"},
}

_ANSWERING_FIRE: dict[str, Any] = {
    "nature": "retaliation",
    "occurred": _DAY,
    "place": {"name": "Idlib governorate", "lat": 35.7667, "lon": 36.6667, "precision": "governorate", "adm1": "Idlib"},
    "act": "shelling",
    "targets": ["syria-government"],
    "claim": {
        "source": "turkey-mod",
        "via": "trt-world",
        "published_at": "2020-02-20",
        "url": _TRT,
        "perpetrator": "turkey",
        "casualties": [_people("syria-government", "neutralised", at_least=50, wording="more than 50")],
        "equipment": [_lost("tank", exact=5), _lost("APC", exact=2), _lost("howitzer", exact=1)],
    },
    "answers": [{"incident": str(STRIKE), "asserted_by": "turkey-mod"}],
    "external_id": {"scheme": "truceline-example", "value": "nayrab-answer"},
}

INCIDENTS = one("nayrab", "The strike of Nayrab, 20 February 2020", NAYRAB) | one(
    "answering-fire", "The fire that answered it", _ANSWERING_FIRE
)

CLAIMS = one(
    "ap",
    "A rival claim that leaves the perpetrator open between two",
    {
        "source": "ap",
        "published_at": "2020-02-20",
        "url": "https://www.timesofisrael.com/liveblog_entry/turkey-says-2-of-its-soldiers-killed-by-airstrike-in-syria/",
        "text": "It was not clear whether Russian or Syrian aircraft had struck.",
        "possible_perpetrators": ["russia", "syria-government"],
        "casualties": [_people("turkey", "killed", exact=2), _people("turkey", "wounded", exact=5)],
    },
)

GRADINGS = one(
    "credible", "A claim that others bear out", {"credibility": 2, "reason": "The ministry gives the same numbers."}
)

WITHDRAWALS = one(
    "entry-error",
    "Entered in error: it never stood",
    {"reason": "Typed in from another day's report.", "cause": "entry_error"},
)

ANSWERS = one(
    "carried",
    "An outlet calls it an answer",
    {"incident": str(STRIKE), "asserted_by": "trt-world", "published_at": "2020-02-20", "text": "retaliated"},
)

ANSWER_DISPUTES = one(
    "other-side",
    "The other side says that it answered nothing",
    {"source": "russia-mod", "published_at": "2020-02-20", "reason": "The guns had fired in support of an attack."},
)

FINDINGS = one("reason", "With its reason", {"reason": "Both sides' reports of the hour agree."})

BREACHES = one(
    "alleged",
    "An allegation",
    {"agreement": "sochi-2018", "provision": "2", "finding": "alleged", "alleged_by": "turkey-mod"},
) | one(
    "confirmed",
    "An analyst's finding",
    {
        "agreement": "sochi-2018",
        "provision": "2",
        "finding": "confirmed",
        "reason": "An air strike inside the area, while the memorandum was in force.",
    },
)

ASSESSMENTS = one(
    "override",
    "An analyst holds it contested",
    {
        "perpetrators": ["russia", "syria-government"],
        "attribution": "contested",
        "reason": "Ankara names Damascus; AP leaves it open between Russian and Syrian aircraft.",
    },
) | one("lift", "The policy's result holds again", {"lift": True, "reason": "The policy says the same."})

CORRECTIONS = one(
    "place",
    "It happened elsewhere",
    {
        "place": {"name": "Nayrab", "lat": 35.87177, "lon": 36.717282, "precision": "exact", "adm1": "Idlib"},
        "reason": "The gazetteer gives the village more exactly.",
        "cause": "entry_error",
    },
)

SPLITS = one(
    "another-strike",
    "Some claims tell of another happening",
    {"claims": [str(AGENCY_CLAIM)], "reason": "The agency's report may be of a second strike that day."},
)

MERGES = one(
    "duplicate",
    "The same happening, recorded twice",
    {"into": str(STRIKE), "reason": "The agency tells of the same strike after all."},
) | one("undo", "It was another happening after all", {"undo": True, "reason": "The hours do not agree."})

RETRACTIONS = one("taken-back", "The report is taken back", {"reason": "Its only source took it back."})
