"""Agreements: their text by every source, what became of them, and whether they are in force."""

from tests.projections.oracle.days import earliest_beginning, latest_beginning
from tests.projections.oracle.documents import passed
from tests.projections.oracle.life import CHANGES, force, phases
from tests.projections.oracle.picture import Picture
from tests.projections.oracle.pile import Raw, named


def agreements(picture: Picture) -> list[Raw]:
    """Every agreement that had been made, by when it certainly was."""
    shown = [
        _agreement(stream, told, picture)
        for stream, told in picture.streams("agreement").items()
        if picture.had_happened(told[0]["header"]["made"])
    ]
    return sorted(shown, key=lambda one: (latest_beginning(one["made"]), one["id"]))


def _agreement(stream: str, told: list[Raw], picture: Picture) -> Raw:
    life = [fact["change"] for fact in named(told, *CHANGES)]
    life.sort(key=lambda one: (earliest_beginning(one["at"]), one["change"], one["id"]))
    changes = [one for one in life if picture.had_happened(one["at"])]
    judged = [fact["obligation"] for fact in named(told, "obligation_assessed")]
    judged = [one for one in judged if picture.had_happened(one["at"])]
    adopted = [fact["provision"] for fact in named(told, "provision_adopted")]
    header: Raw = told[0]["header"]
    return header | {
        "id": stream,
        "parties": sorted({*header["parties"], *(one["party"] for one in changes if "party" in one)}),
        "changes": changes,
        "obligations": judged,
        "provisions": [_provision(one, changes, judged, picture) for one in sorted(adopted, key=_number)],
        "zones": sorted((fact["zone"] for fact in named(told, "zone_drawn")), key=lambda zone: str(zone["slug"])),
        "in_force": force(life, picture.judged_at),
        "phases": phases(life, picture.judged_at),
        "judged_at": picture.judged_at.isoformat().replace("+00:00", "Z"),
    }


def _number(provision: Raw) -> tuple[int, str]:
    digits = provision["article"].partition(".")[0]
    return int(digits) if digits.isdigit() else 0, provision["article"]


def _provision(provision: Raw, changes: list[Raw], judged: list[Raw], picture: Picture) -> Raw:
    article = provision["article"]
    words = sorted((one for one in judged if one["article"] == article), key=lambda one: earliest_beginning(one["at"]))
    met = bool(words) and all(one["finding"] == "met" for one in {one["source"]: one for one in words}.values())
    return provision | {
        "overdue": passed(provision.get("deadline"), picture) and not met,
        "repealed": any(one.get("article") == article for one in changes),
        "assessed": bool(words),
    }
