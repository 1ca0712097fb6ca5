"""An ultimatum, a figure, a bulletin and a monitor's watch of February 2020."""

from __future__ import annotations

from api.examples import one
from domain.model import derived_id

ULTIMATUM = derived_id("statement", "truceline-example", "erdogan-2020-02-05")
WARNING = derived_id("statement", "truceline-example", "erdogan-2020-02-19")
DISPLACED = derived_id("figure", "truceline-example", "un-displaced-2020-02")
BULLETIN = derived_id("bulletin", "truceline-example", "commission-2019-01-20-russia")

_AREA = {"name": "Idlib de-escalation area", "precision": "governorate", "adm1": "Idlib"}

STATEMENTS = one(
    "ultimatum",
    "A demand with a deadline",
    {
        "kind": "ultimatum",
        "by": "turkey",
        "speaker": "Recep Tayyip Erdoğan",
        "addressed_to": ["syria-government"],
        "made": {"from": "2020-02-05", "zone": "Europe/Istanbul"},
        "deadline": {"from": "2020-02-29", "zone": "Europe/Istanbul"},
        "source": "ap",
        "published_at": "2020-02-05",
        "text": "Syrian forces pull back behind the Turkish posts in February, or Turkey will see to it.",
        "external_id": {"scheme": "truceline-example", "value": "erdogan-2020-02-05"},
    },
) | one(
    "warning",
    "A warning after it",
    {
        "kind": "warning",
        "by": "turkey",
        "speaker": "Recep Tayyip Erdoğan",
        "addressed_to": ["syria-government"],
        "made": {"from": "2020-02-19", "zone": "Europe/Istanbul"},
        "source": "ap",
        "published_at": "2020-02-19",
        "text": "An operation in Idlib is a matter of time; this is the last warning.",
        "external_id": {"scheme": "truceline-example", "value": "erdogan-2020-02-19"},
    },
)

ANSWERS = one(
    "demand-again",
    "A reading: the same demand again",
    {
        "statement": str(ULTIMATUM),
        "asserted_by": "own-reading",
        "published_at": "2020-02-19",
        "text": "Read as the same demand again: the last warning comes after those before it.",
    },
)

ANSWER_DISPUTES = one(
    "no-reference",
    "An analyst finds no reference to it",
    {"reason": "The deadline is not repeated in the text."},
)

ANSWER_FINDINGS = one("reason", "With its reason", {"reason": "Both demand the same of the same addressee."})

FIGURES = one(
    "displaced",
    "People displaced, as the United Nations put it",
    {
        "measure": "displaced",
        "about": "people displaced in north-west Syria since 1 December 2019",
        "period": {"from": "2019-12-01", "to": "2020-02-20"},
        "quantity": {"about": 900000, "wording": "900,000"},
        "source": "united-nations",
        "via": "trt-world",
        "published_at": "2020-02-20",
        "external_id": {"scheme": "truceline-example", "value": "un-displaced-2020-02"},
    },
)

REVISIONS = one(
    "later",
    "The number as its source gave it later",
    {
        "quantity": {"about": 960000},
        "source": "united-nations",
        "published_at": "2020-03-04",
        "unconfirmed": True,
    },
)

BULLETINS = one(
    "russian-side",
    "One side of the commission, for one day",
    {
        "body": "russian-turkish-commission",
        "side": "russia",
        "period": {"from": "2019-01-20"},
        "total": 3,
        "regions": {"Latakia": 2, "Hama": 1},
        "source": "russia-mod",
        "published_at": "2019-01-20",
        "external_id": {"scheme": "truceline-example", "value": "commission-2019-01-20-russia"},
    },
)

BULLETIN_CORRECTIONS = one(
    "regions",
    "Regions typed wrongly",
    {"total": 3, "regions": {"Latakia": 2, "Hama": 1}, "reason": "Checked against the text.", "cause": "entry_error"},
)

MONITORING = one(
    "watch",
    "Where a monitor looked, so that silence is not read as calm",
    {
        "monitor": "united-nations",
        "period": {"from": "2020-02-01", "to": "2020-02-29", "precision": "month"},
        "place": _AREA,
        "source": "united-nations",
        "published_at": "2020-03-01",
        "unconfirmed": True,
    },
)

DENIALS = one(
    "kept-out",
    "A monitor was kept out",
    {
        "at": {"from": "2020-02-20"},
        "place": _AREA,
        "source": "united-nations",
        "published_at": "2020-02-21",
        "note": "Roads were closed by fighting.",
        "unconfirmed": True,
    },
)
