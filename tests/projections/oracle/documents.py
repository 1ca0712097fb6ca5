"""Things whose stream says all of them: statements, figures, bulletins, watches, parties and sources."""

from datetime import datetime

from tests.projections.oracle.days import earliest_beginning, latest_beginning, latest_end
from tests.projections.oracle.picture import Picture
from tests.projections.oracle.pile import Raw, clock

UNDATED = clock("0001-01-01T00:00:00+00:00")


def statements(picture: Picture, kind: str | None = None, by: str | None = None) -> list[Raw]:
    """Statements by when they were made."""
    shown = [
        fact["body"]
        | {"id": stream, "withdrawn": fact["withdrawn"], "external_id": fact.get("external_id")}
        | {"deadline_passed": passed(fact["body"].get("deadline"), picture)}
        for stream, fact in picture.statements.items()
    ]
    shown.sort(key=lambda one: (earliest_beginning(one["made"]), one["id"]))
    return [picture.waiting(one) for one in shown if kind in {None, one["kind"]} and by in {None, one.get("by")}]


def passed(deadline: Raw | None, picture: Picture) -> bool:
    return deadline is not None and latest_end(deadline) < picture.judged_at


def figures(picture: Picture, measure: str | None = None) -> list[Raw]:
    """Figures by what they measure and when, each with its latest number."""
    shown = []
    for stream, (first, *more) in picture.streams("figure").items():
        revisions = [fact["revision"] for fact in more]
        latest = revisions[-1]["quantity"] if revisions else first["body"]["quantity"]
        told = {"id": stream, "latest": latest, "revisions": revisions, "external_id": first.get("external_id")}
        if picture.had_happened(first["body"].get("period")) and measure in {None, first["body"]["measure"]}:
            shown.append(first["body"] | told)
    return sorted(shown, key=lambda one: (one["measure"], _began_by(one), one["id"]))


def bulletins(picture: Picture, side: str | None = None) -> list[Raw]:
    """Bulletins by period and side, with their numbers as last corrected."""
    shown = []
    for stream, (first, *more) in picture.streams("bulletin").items():
        body = first["body"]
        if more:
            body = body | {name: more[-1].get(name) for name in ("total", "regions")}
        total, regions = body.get("total"), body.get("regions")
        known = total is not None and regions is not None
        told = {
            "id": stream,
            "unaccounted": total - sum(regions.values()) if known else None,
            "corrected": more[-1].get("reason") if more else None,
            "external_id": first.get("external_id"),
        }
        if picture.had_happened(body.get("period")) and side in {None, body["side"]}:
            shown.append(body | told)
    return sorted(shown, key=lambda one: (_began_by(one), one["side"], one["id"]))


def _began_by(one: Raw) -> datetime:
    return latest_beginning(one["period"]) if "period" in one else UNDATED


def watches(picture: Picture) -> list[Raw]:
    """Where monitors watched, by when each watch began, and where they had been kept out."""
    shown = [
        first["coverage"] | {"id": stream, "withdrawn": taken_back(more), "denials": _denials(more, picture)}
        for stream, (first, *more) in picture.streams("monitoring").items()
        if picture.had_happened(first["coverage"]["period"])
    ]
    return sorted(shown, key=lambda one: (_began_by(one), one["id"]))


def _denials(told: list[Raw], picture: Picture) -> list[Raw]:
    denied = [fact["denial"] for fact in told if fact["name"] == "monitoring.access_denied"]
    return [one | {"withdrawn": taken_back(told, one["id"])} for one in denied if picture.had_happened(one["at"])]


def taken_back(told: list[Raw], denial: str | None = None) -> str | None:
    """Why a watch, or a denial of access to it, was withdrawn; None where it was not."""
    name = "monitoring.coverage_withdrawn" if denial is None else "monitoring.denial_withdrawn"
    reasons = [fact["reason"] for fact in told if fact["name"] == name and fact.get("denial_id") == denial]
    return reasons[0] if reasons else None


def parties(picture: Picture) -> list[Raw]:
    """Every party by slug: whatever was known or had happened, as recorded up to the position."""
    return [_party(facts) for facts in recorded(picture, "party")]


def recorded(picture: Picture, kind: str) -> list[list[Raw]]:
    """The facts of each stream of reference data, by slug."""
    told: dict[str, list[Raw]] = {}
    for fact in picture.recorded:
        if fact["name"].startswith(f"{kind}."):
            told.setdefault(fact["stream"], []).append(fact)
    return sorted(told.values(), key=lambda facts: str(facts[0]["slug"]))


def _party(facts: list[Raw]) -> Raw:
    kept = {name: facts[0][name] for name in ("slug", "kind", "aliases")}
    party = kept | {"id": facts[0]["stream"], "name": facts[0]["called"]}
    affiliations: dict[str, Raw] = {}
    for fact in facts[1:]:
        if fact["name"] == "party.renamed":
            known = [*party["aliases"], party["name"], *fact["aliases"]]
            party |= {"name": fact["called"], "aliases": [one for one in dict.fromkeys(known) if one != fact["called"]]}
        elif fact["name"] == "party.affiliation_declared":
            held = fact["affiliation"]
            names = {"counterpart": "with", "start": "from", "end": "to"}
            affiliations[held["id"]] = {names.get(name, name): part for name, part in held.items()}
        else:
            affiliations[fact["affiliation_id"]]["to"] = fact["end"]
    ordered = sorted(affiliations.values(), key=lambda one: (one["from"], one["id"]))
    return party | {"affiliations": ordered}


def sources(picture: Picture) -> list[Raw]:
    """Every source by slug, with its side, grade and licence as last recorded."""
    shown = []
    for first, *more in recorded(picture, "source"):
        kept = {name: first.get(name) for name in ("slug", "kind", "url")}
        told = {"source.regraded": ("aligned_with", "reliability"), "source.relicensed": ("licence", "attribution")}
        for fact, names in told.items():
            last = [first, *(one for one in more if one["name"] == fact)][-1]
            kept |= {name: last.get(name) for name in names}
        shown.append({"id": first["stream"], "name": first["called"]} | kept)
    return shown
