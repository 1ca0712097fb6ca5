"""Numbers as an incident's page shows them: each kind of people or equipment with its bounds and its best figure."""

from collections import defaultdict

from tests.projections.oracle.pile import Raw, clock
from tests.projections.oracle.tolls import bounds, people

Key = tuple[str, str, str]


def assessed(one: Raw, kind: str) -> list[Raw]:
    """Rows of casualties or of equipment, over every counted claim, in order of whose they are and what became."""
    sort = {"casualties": "category", "equipment": "type"}[kind]
    said: dict[Key, list[tuple[Raw, Raw]]] = defaultdict(list)
    for fact in one["counted"]:
        for row in fact["claim"][kind]:
            said[row.get("party", ""), row[sort], row["outcome"]].append((row, fact))
    shown = {key: _row(key, sort, rows, one) for key, rows in said.items()}
    override = one["override"]["override"] if one["override"] else {}
    for row in override.get("casualties", []) if kind == "casualties" else []:
        key = (row.get("party", ""), row["category"], row["outcome"])
        behind = shown[key]["claims"] if key in shown else []
        shown[key] = row | {name: row.get(name) for name in ("high", "best")} | _named(key, sort) | {"claims": behind}
    return [shown[key] | {"open": shown[key]["high"] is None} for key in sorted(shown)]


def _named(key: Key, sort: str) -> Raw:
    return {"party": key[0] or None, sort: key[1], "outcome": key[2]}


def _row(key: Key, sort: str, rows: list[tuple[Raw, Raw]], one: Raw) -> Raw:
    lows, highs = zip(*(bounds(row["quantity"]) for row, _ in rows), strict=True)
    return _named(key, sort) | {
        "low": min((low for low in lows if low is not None), default=0),
        "high": None if None in highs else max(highs),
        "best": best(key[0], rows, one),
        "claims": [fact["claim"]["id"] for _, fact in rows],
    }


def best(sufferer: str, rows: list[tuple[Raw, Raw]], one: Raw) -> int | None:
    """Of the most reliable source of neither side, else of the side that suffered; the latest known of equals."""
    sides = {party for fact in one["counted"] for party in fact["claim"]["perpetrators"]}
    sides |= {*one["perpetrators"], *one["frame"]["targets"], sufferer}
    figures = [(point(row["quantity"]), fact) for row, fact in rows if point(row["quantity"]) is not None]
    neither = [one for one in figures if one[1]["claim"].get("aligned_with") not in sides]
    suffered = [one for one in figures if sufferer and one[1]["claim"].get("aligned_with") == sufferer]
    ranked = sorted(neither or suffered, key=lambda one: (clock(one[1]["known_at"]), one[1]["position"]), reverse=True)
    return min(ranked, key=lambda one: one[1]["claim"]["reliability"], default=(None,))[0]


def point(quantity: Raw) -> int | None:
    """The figure that a source states, if it states one."""
    figure: int | None = quantity.get("best", quantity.get("exact", quantity.get("about")))
    return figure


def tolls(one: Raw) -> list[Raw]:
    """What an incident adds to the counts: of everyone, and of each party that suffered, by outcome."""
    said = one["said"]
    outcomes = sorted({row["outcome"] for rows in said for row in rows})
    parties = sorted({row["party"] for rows in said for row in rows if row.get("party")})
    shown = [{"of": "all", "outcome": outcome, "toll": people(said, outcome, "", others=True)} for outcome in outcomes]
    for party in parties:
        shown += [
            {"of": party, "outcome": outcome, "toll": people(said, outcome, party, others=False)}
            for outcome in outcomes
        ]
    return [
        {"of": row["of"], "outcome": row["outcome"], "low": row["toll"][0], "high": row["toll"][1]}
        | {"open": row["toll"][1] is None}
        for row in shown
        if row["toll"] is not None
    ]
