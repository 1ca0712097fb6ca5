"""A made-up list of attacks, its mapping, and what becomes of a row of it."""

import tomllib
from typing import Any

import pytest

from api.exchange.draft import FileRefused
from api.exchange.reading.mapping import mapping_of
from api.exchange.reading.table import MappedTable
from domain.incident.reports import IncidentReport
from tests.exchange.naming import read

MAPPING = """
scheme = "patrols"
keep = ["Team"]
changed_at = { column = "Changed", zone = "Asia/Damascus" }

[source]
slug = "a-mission"
name = "A mission"
kind = "monitor"

[incident]
external_id = "Ref"
nature = { constant = "violation" }
act = { column = "What", values = { "Air raid" = "air_strike", "Shelling" = "shelling" } }
targets = { column = "Against", split = "/" }

[incident.occurred]
from = { column = "Date", date = "%d.%m.%Y" }
zone = { constant = "Asia/Damascus" }

[incident.place]
name = "Village"
lat = "Lat"
lon = "Lon"

[incident.claim]
published_at = "Reported"
perpetrator = { column = "By", values = { "regime" = "Government of Syria", "?" = "" } }
text = "Notes"
unconfirmed = "Doubtful"
total = { low = "Least", best = "Best", high = "Most" }

[[incident.claim.casualties]]
category = { constant = "civilian" }
outcome = { constant = "killed" }
quantity = "Civilians killed"

[[incident.claim.casualties]]
party = { constant = "turkey" }
category = { constant = "combatant" }
outcome = { constant = "wounded" }
quantity = { low = "Wounded at least", high = "Wounded at most" }

[[incident.claim.equipment]]
type = "Lost"
quantity = { constant = "1" }
"""

CELLS = {
    "Ref": "P-1",
    "What": "Air raid",
    "Against": "Turkey/Opposition",
    "Date": "20.02.2020",
    "Village": "Madeup",
    "Lat": "35.8718",
    "Lon": "36.7173",
    "Reported": "2020-02-21",
    "By": "regime",
    "Notes": "Seen from the post.",
    "Doubtful": "true",
    "Least": "",
    "Best": "",
    "Most": "",
    "Civilians killed": "3-5",
    "Wounded at least": "2",
    "Wounded at most": "",
    "Lost": "tank",
    "Team": "2",
    "Changed": "2020-02-22T10:00",
}

DEAD = 'quantity = "Civilians killed"'
"""The key of the mapping that reads a number."""


def mapped(*changes: tuple[str, str]) -> MappedTable:
    """The mapping with some of its words replaced."""
    text = MAPPING
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return MappedTable(mapping_of(tomllib.loads(text)))


def told(table: MappedTable, **cells: str) -> dict[str, Any]:
    report = read(table, CELLS | cells).report
    assert isinstance(report, IncidentReport)
    said: dict[str, Any] = report.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return said


def refused(*changes: tuple[str, str]) -> str:
    with pytest.raises(FileRefused) as wrong:
        mapped(*changes)
    assert "\n" not in str(wrong.value)
    return str(wrong.value).removeprefix("the mapping: ")
