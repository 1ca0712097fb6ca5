"""What a UCDP row says beyond the ledger's own fields, as the text of its claim, and the row's columns back from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter

from api.exchange.reading.kept import as_lines, from_lines

TOLD = frozenset(
    {
        *("id", "year", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude"),
        *("date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
        *("low", "best", "high", "source_article", "geom_wkt"),
    }
)
"""Columns that the incident tells in fields of its own, or that follow from others."""

FIRST = ("source_headline", "source_office", "source_original", "source_date")
"""The lines that a person looks for come first."""

LAST = ("type_of_violence", "event_clarity", "date_prec")
"""Short and never empty: a text may end with them."""

WHOLE = frozenset(
    {
        *("active_year", "type_of_violence", "conflict_new_id", "dyad_new_id", "side_a_new_id", "side_b_new_id"),
        *("conflict_dset_id", "dyad_dset_id", "side_a_dset_id", "side_b_dset_id", "gwnoa", "gwnob"),
        *("number_of_sources", "priogrid_gid", "country_id", "event_clarity", "date_prec"),
    }
)
"""Columns of integers: `1.0` is kept as `1`."""

_WHOLE_AS_REAL = re.compile(r"^([a-z_]+: -?[0-9]+)\.0+$", re.MULTILINE)


def text_of(cells: Mapping[str, str], *more: str) -> str:
    """The text of a row's claim: every column that nothing else tells, and `more` of the others."""
    kept, values, first = _kept(tuple(cells), more)
    pairs = [*zip(kept, values(cells), strict=True)]
    if cells.get("geom_wkt") and cells["geom_wkt"] != point_of(cells):
        pairs.insert(first, ("geom_wkt", cells["geom_wkt"]))
    if not _article_follows(cells):
        pairs.insert(first, ("source_article", cells["source_article"]))
    text = as_lines(pairs)
    return _WHOLE_AS_REAL.sub(_as_whole, text) if ".0" in text else text


@lru_cache(100)
def _kept(
    columns: tuple[str, ...], more: tuple[str, ...]
) -> tuple[tuple[str, ...], Callable[[Mapping[str, str]], tuple[str, ...]], int]:
    """The columns that a text keeps, in its order, what picks them from a row, and how many of them come first.

    Their order is ours: a release that only moves its columns says the same.
    """
    first = (*more, *(column for column in FIRST if column in columns))
    middle = sorted(column for column in columns if column not in TOLD | {*FIRST, *LAST})
    kept = (*first, *middle, *(column for column in LAST if column in columns))
    return kept, itemgetter(*kept), len(first)


def _as_whole(found: re.Match[str]) -> str:
    return found[1] if found[1].partition(":")[0] in WHOLE else found[0]


def _article_follows(cells: Mapping[str, str]) -> bool:
    article = cells.get("source_article")
    if not article or (";" not in article and article == _one_article(cells)):
        return True
    return article == article_of(cells)


def _one_article(cells: Mapping[str, str]) -> str:
    return f'"{cells.get("source_office")},{cells.get("source_date")},{cells.get("source_headline")}"'


def article_of(cells: Mapping[str, str]) -> str | None:
    """`source_article` as it follows from office, date and headline, each split by `;`; None where it does not."""
    parts = [cells.get(column, "").split(";") for column in ("source_office", "source_date", "source_headline")]
    if len({len(part) for part in parts}) > 1:
        return None
    return ";".join(f'"{office},{date},{headline}"' for office, date, headline in zip(*parts, strict=True))


def point_of(cells: Mapping[str, str]) -> str:
    """`geom_wkt` as it follows from the coordinates, which are numbers: a workbook may write 35.0 as 35."""
    try:
        return f"POINT ({float(cells['longitude'])} {float(cells['latitude'])})"
    except ValueError:
        return ""


def columns_of(text: str | None) -> dict[str, str]:
    """The columns that a claim's text holds, with the article that follows from them."""
    columns = from_lines(text)
    if "source_article" not in columns and (article := article_of(columns)) not in {None, '",,"'}:
        columns["source_article"] = article or ""
    return columns
