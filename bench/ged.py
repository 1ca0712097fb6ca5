"""Made-up files in the form of UCDP GED 19.1, of any size, with the widths and the variety of real ones.

The same size always gives the same file.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(2012, 1, 1)
DAYS = 2500
_WORDS = ("shelling", "clashes", "advance", "air raids", "ambush", "continue", "around", "the town of", "kills", "near")
_TOLLS = (*[0] * 65, *[1] * 10, *[2] * 15, 3, 3, 3, 4, 4, 5, 6, 8, 12, 20)
_SIDES = ("Brigade", "Front", "Corps", "Army", "Movement", "Operations Room")


def write_ged(path: Path, size: int, *, first: int = 0) -> Path:
    """A file of so many rows, numbered from `first` on; kept where it is there already."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".making")
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, _row(0, random.Random(0)))
            writer.writeheader()
            writer.writerows(ged_rows(size, first=first))
        beside.replace(path)
    return path


def ged_rows(size: int, *, first: int = 0) -> Iterator[dict[str, str]]:
    """Rows of made-up events, each one always the same."""
    for number in range(first, first + size):
        yield _row(number, random.Random(number))


def _row(number: int, chance: random.Random) -> dict[str, str]:
    began = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    precision = chance.choice("11111123")
    over = began + timedelta(days={"1": 0, "2": 3, "3": 6}[precision])
    # As in real files, a few sides and small tolls make up most of the rows.
    many = min(chance.randrange(60), chance.randrange(60), chance.randrange(60))
    state, group = "Government of Syria", f"Hill {_SIDES[many % len(_SIDES)]} {many}"
    violence = chance.choice("1111113")
    other = "Civilians" if violence == "3" else group
    return (
        {"id": str(100_000 + number), "year": str(began.year), "active_year": "1", "type_of_violence": violence}
        | {"conflict_new_id": "299", "conflict_name": "Syria: Government", "dyad_new_id": str(11_000 + len(group))}
        | {"dyad_name": f"{state} - {other}", "side_a_new_id": "118", "side_a": state, "side_b_new_id": "4456"}
        | {"gwnob": "", "side_b": other}
        | _sources(chance, over)
        | _place(chance)
        | {"event_clarity": chance.choice("1112"), "date_prec": precision}
        | {"date_start": began.isoformat(), "date_end": over.isoformat()}
        | _deaths(chance, violence)
    )


def _sources(chance: random.Random, over: date) -> dict[str, str]:
    printed = (over + timedelta(days=chance.randrange(4))).isoformat()
    headline = " ".join(chance.choice(_WORDS) for _ in range(7)).capitalize() + f" {chance.randrange(900)}"
    article = f'"SOHR,{printed},{headline}"'
    return {
        "number_of_sources": "1",
        "source_article": article,
        "source_office": "SOHR",
        "source_date": printed,
        "source_headline": headline,
        "source_original": "SOHR",
    }


def _place(chance: random.Random) -> dict[str, str]:
    village = chance.randrange(2000)
    lat, lon = f"{34 + village / 1000:.6f}", f"{36 + (village * 7 % 2000) / 1000:.6f}"
    return {
        "where_prec": chance.choice("1112234"),
        "where_coordinates": f"Village {village} town",
        "adm_1": f"Governorate {village % 14}",
        "adm_2": f"District {village % 60} district",
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})",
        "priogrid_gid": str(170_000 + village),
        "country": "Syria",
        "country_id": "652",
        "region": "Middle East",
    }


def _deaths(chance: random.Random, violence: str) -> dict[str, str]:
    a, b, civilians, unknown = (chance.choice(_TOLLS) for _ in range(4))
    b = 0 if violence == "3" else b
    total = a + b + civilians + unknown
    numbers = {"deaths_a": a, "deaths_b": b, "deaths_civilians": civilians, "deaths_unknown": unknown}
    bounds = {"low": max(0, total - chance.randrange(2)), "best": total, "high": total + chance.randrange(3)}
    return {name: str(number) for name, number in (numbers | bounds).items()}
