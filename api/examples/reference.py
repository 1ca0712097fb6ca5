"""Parties, sources and agreements of the examples."""

from __future__ import annotations

from typing import Any

from api.examples import one

TURKEY: dict[str, Any] = {"slug": "turkey", "name": "Turkey", "kind": "state", "aliases": ["Türkiye"]}

PARTIES = (
    one("turkey", "A state", TURKEY)
    | one(
        "syria-government",
        "A government",
        {"slug": "syria-government", "name": "Syrian government", "kind": "state", "aliases": ["Damascus"]},
    )
    | one("russia", "A guarantor", {"slug": "russia", "name": "Russia", "kind": "state"})
)

RENAMINGS = one(
    "turkiye",
    "A state's new name",
    {
        "name": "Türkiye",
        "aliases": ["Republic of Türkiye"],
        "reason": "The United Nations took over the name on 1 June 2022.",
    },
)

AFFILIATIONS = one(
    "alliance",
    "Russia intervenes on the Syrian government's side",
    {"with": "syria-government", "relation": "ally", "from": "2015-09-30", "source": "ap"},
)

AFFILIATION_ENDS = one(
    "fall-of-the-government",
    "The ally is no more",
    {"to": "2024-12-08", "reason": "The government in Damascus fell on this day."},
)

SOURCES = (
    one(
        "turkey-mod",
        "A ministry, aligned with its state",
        {
            "slug": "turkey-mod",
            "name": "Ministry of National Defence",
            "kind": "ministry",
            "aligned_with": "turkey",
            "reliability": "C",
        },
    )
    | one(
        "trt-world",
        "An outlet that carries others' claims",
        {"slug": "trt-world", "name": "TRT World", "kind": "state_media"},
    )
    | one("ap", "A news agency", {"slug": "ap", "name": "Associated Press", "kind": "outlet", "reliability": "B"})
    | one(
        "russia-mod",
        "A guarantor's ministry",
        {
            "slug": "russia-mod",
            "name": "Ministry of Defence of Russia",
            "kind": "ministry",
            "aligned_with": "russia",
            "reliability": "C",
        },
    )
    | one(
        "turkey-russia",
        "Two guarantors together",
        {"slug": "turkey-russia", "name": "Turkey and Russia", "kind": "guarantors"},
    )
    | one(
        "united-nations",
        "An agency",
        {"slug": "united-nations", "name": "United Nations", "kind": "un_agency", "reliability": "B"},
    )
    | one(
        "own-reading",
        "Whoever keeps the record, where no stored source says so",
        {"slug": "own-reading", "name": "This record's own reading", "kind": "other", "reliability": "F"},
    )
)

GRADES = one(
    "ap",
    "Graded anew, for claims recorded from now on",
    {"reliability": "A", "reason": "Its reports of the month were borne out by others."},
)

LICENCES = one(
    "ap",
    "A licence that it had not stated before",
    {
        "licence": "CC-BY-4.0",
        "attribution": "Associated Press, 2020",
        "reason": "Made up for this example: stated on its page of terms.",
    },
)

AGREEMENTS = one(
    "sochi-2018",
    "The Sochi memorandum",
    {
        "slug": "sochi-2018",
        "title": "Memorandum on Stabilisation of the Situation in the Idlib De-escalation Area",
        "form": "signed",
        "made": {"from": "2018-09-17"},
        "parties": ["turkey", "russia"],
        "guarantors": ["turkey", "russia"],
        "reference": "S/2018/852",
        "source": "turkey-russia",
        "published_at": "2018-09-18",
    },
)

ZONES = one(
    "demilitarised-zone",
    "The demilitarised zone of point 3, drawn roughly",
    {
        "slug": "sochi-demilitarised-zone",
        "name": "Demilitarised zone, 15 to 20 km deep",
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[36.3, 35.3], [36.9, 35.3], [37.1, 36.1], [36.8, 36.1], [36.6, 35.6], [36.3, 35.3]]],
        },
        "schematic": True,
        "source": "turkey-russia",
        "published_at": "2018-09-18",
    },
)

PROVISIONS = (
    one(
        "status-quo",
        "Point 2",
        {
            "article": "2",
            "text": "Russia takes all measures needed so that military operations and attacks on Idlib do not happen.",
            "kind": "forbids",
            "acts": ["air_strike", "shelling", "ground_offensive"],
            "binds": ["russia", "syria-government"],
            "since": {"from": "2018-09-17"},
            "source": "turkey-russia",
            "published_at": "2018-09-18",
        },
    )
    | one(
        "radical-groups",
        "Point 5, with its deadline",
        {
            "article": "5",
            "text": "All radical terrorist groups leave the demilitarised zone by 15 October 2018.",
            "kind": "obliges",
            "binds": ["turkey"],
            "zone": "sochi-demilitarised-zone",
            "deadline": {"from": "2018-10-15"},
            "source": "turkey-russia",
            "published_at": "2018-09-18",
        },
    )
    | one(
        "answer-allowed",
        "An article that allows an answer to an attack, within a day and against who attacked",
        {
            "article": "X.1",
            "text": "Made up for this example: no shelling, save in answer to it.",
            "kind": "forbids",
            "acts": ["shelling"],
            "answer_allowed": True,
            "answer_within_hours": 24,
            "answer_to_attacker_only": True,
            "until": {"from": "2018-12-31"},
            "source": "ap",
            "published_at": "2018-09-18",
        },
    )
    | one(
        "observers",
        "A promise with a number",
        {
            "article": "X.2",
            "text": "Made up for this example: 50 observers by the year's end.",
            "kind": "obliges",
            "binds": ["turkey"],
            "deadline": {"from": "2018-12-31"},
            "quantity": {"exact": 50},
            "unit": "observers",
            "source": "ap",
            "published_at": "2018-09-18",
        },
    )
)

CHANGES = one(
    "in-force",
    "It begins to hold",
    {
        "change": "entered_into_force",
        "at": {"from": "2018-09-17"},
        "source": "turkey-russia",
        "published_at": "2018-09-18",
    },
)

OBLIGATIONS = one(
    "not-kept",
    "One side's judgement of point 5",
    {
        "article": "5",
        "finding": "unmet",
        "at": {"from": "2020-02-20"},
        "party": "turkey",
        "source": "russia-mod",
        "published_at": "2020-02-20",
        "text": "The armed groups were not separated from the terrorists.",
        "unconfirmed": True,
    },
) | one(
    "partly-kept",
    "How much of a promise was kept",
    {
        "article": "X.2",
        "finding": "partly",
        "at": {"from": "2019-01-15"},
        "party": "turkey",
        "quantity": {"about": 30},
        "unit": "observers",
        "source": "ap",
        "published_at": "2019-01-15",
        "text": "Made up for this example.",
        "unconfirmed": True,
    },
)
