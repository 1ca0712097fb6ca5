"""Rows in the shape of UCDP GED, made up, and the 49 columns of newer releases made of the 41 of older ones."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from api.exchange.reading.ucdp import UcdpGed
from domain.incident.reports import IncidentReport
from tests.exchange.naming import read


def _columns(line: str) -> list[str]:
    return line.split(",")


OLD = _columns(
    "id,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,side_a_new_id,side_a,"
    "side_b_new_id,gwnob,side_b,number_of_sources,source_article,source_office,source_date,source_headline,"
    "source_original,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,"
    "country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,"
    "low,best,high"
)
NEW = _columns(
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,"
    "dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,"
    "number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
    "where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,"
    "region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,"
    "low,gwnoa,gwnob"
)

MADE_UP = dict.fromkeys(OLD, "") | {
    "id": "900001",
    "year": "2019",
    "active_year": "1",
    "type_of_violence": "1",
    "conflict_new_id": "299",
    "conflict_name": "Syria: Government",
    "dyad_new_id": "11973",
    "dyad_name": "Government of Syria - Syrian insurgents",
    "side_a_new_id": "118",
    "side_a": "Government of Syria",
    "side_b_new_id": "4456",
    "side_b": "Syrian insurgents",
    "number_of_sources": "2",
    "source_article": '"SOHR,2019-05-03,Shells on a made-up town";"AFP,2019-05-04,Town shelled"',
    "source_office": "SOHR;AFP",
    "source_date": "2019-05-03;2019-05-04",
    "source_headline": "Shells on a made-up town;Town shelled",
    "source_original": "SOHR",
    "where_prec": "2",
    "where_coordinates": "Madeup town",
    "adm_1": "Idlib Governorate",
    "adm_2": "Ariha district",
    "latitude": "35.7",
    "longitude": "36.5",
    "geom_wkt": "POINT (36.5 35.7)",
    "priogrid_gid": "181153",
    "country": "Syria",
    "country_id": "652",
    "region": "Middle East",
    "event_clarity": "1",
    "date_prec": "2",
    "date_start": "2019-05-01",
    "date_end": "2019-05-03",
    "deaths_a": "1",
    "deaths_b": "2",
    "deaths_civilians": "3",
    "deaths_unknown": "0",
    "low": "4",
    "best": "6",
    "high": "9",
}
"""One made-up row."""

_REAL = {"deaths_a", "deaths_b", "low", "best", "high", "gwnoa", "gwnob", "country_id", "where_prec", "date_prec"}


def row(**cells: str) -> dict[str, str]:
    return MADE_UP | cells


def renewed(old: dict[str, str]) -> dict[str, str]:
    """The same row as a newer release has it: more columns, some integers as reals, days with a midnight."""
    new = {column: old.get(column, "") for column in NEW}
    new |= {"relid": f"SYR-{old['id']}", "code_status": "Clear", "where_description": old["where_coordinates"]}
    new |= {column: f"{new[column]}.0" for column in _REAL if new[column]}
    return new | {column: f"{old[column]} 00:00:00.000" for column in ("date_start", "date_end")}


def write(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    """A CSV file of these rows, all with the columns of the first."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


UCDP = UcdpGed()


def told(cells: dict[str, str]) -> dict[str, Any]:
    report = read(UCDP, cells).report
    assert isinstance(report, IncidentReport)
    said: dict[str, Any] = report.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return said
