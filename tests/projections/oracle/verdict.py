"""What is made of one incident under a lens: who did it, how far it stands, and what it cost."""

from collections import defaultdict
from datetime import datetime

from tests.projections.oracle.claims import counted_claims, still_said
from tests.projections.oracle.days import latest_beginning
from tests.projections.oracle.pile import Raw, in_view, named, opening
from tests.projections.oracle.tolls import bounds, settled


def incidents(
    facts: list[Raw], as_of: datetime | None = None, known_at: datetime | None = None, position: int | None = None
) -> dict[str, Raw]:
    """Every incident that exists under the lens and had happened by `as_of`, judged; by its id."""
    judged = {stream: verdict(told) for stream, told in existing(in_view(facts, known_at, position)).items()}
    return {
        stream: one
        for stream, one in judged.items()
        if as_of is None or latest_beginning(one["frame"]["occurred"]) <= as_of
    }


def existing(visible: list[Raw]) -> dict[str, list[Raw]]:
    """The facts of each incident of which any claim is visible."""
    streams = defaultdict(list)
    for fact in visible:
        if fact["name"].startswith("incident."):
            streams[fact["stream"]].append(fact)
    return {stream: told for stream, told in streams.items() if named(told, "claim_added")}


def verdict(told: list[Raw]) -> Raw:
    """Frame, standing, nature, attribution, perpetrators and casualties of one incident, from its visible facts."""
    frame = dict(opening(told)["frame"])
    for mended in named(told, "relocated", "redated", "reclassified"):
        frame |= {part: mended[part] for part in ("place", "occurred", "nature", "act", "targets") if part in mended}
    counted = counted_claims(told)
    attribution, perpetrators = blame(counted)
    said = [[row | {"bounds": bounds(row["quantity"])} for row in fact["claim"]["casualties"]] for fact in counted]
    override = still_said(told, "assessed", "assessment_lifted")
    analyst = override["override"] if override else {}
    if "perpetrators" in analyst:
        perpetrators = sorted(set(analyst["perpetrators"]))
        attribution = ["unattributed", "attributed", "contested"][min(len(perpetrators), 2)]
    attribution = analyst.get("attribution", attribution)
    judged = [row | {"bounds": (row["low"], row.get("high"))} for row in analyst.get("casualties", [])]
    return {
        "frame": frame,
        "nature": nature_of(told, frame["nature"]),
        "standing": standing_of(told, counted),
        "attribution": attribution,
        "perpetrators": [] if attribution == "unattributed" else perpetrators,
        "possible": sorted({party for version in versions_of(counted) for party in version}),
        "said": settled(said, judged) if judged else said,
        "claims": {fact["claim"]["id"] for fact in counted},
        "override": override,
        "counted": counted,
        "told": told,
    }


def versions_of(counted: list[Raw]) -> set[tuple[str, ...]]:
    """Each version of who did it."""
    accused = accused_by(counted)
    return {tuple(fact["claim"]["perpetrators"]) for fact in counted if blames(fact["claim"], accused)}


def accused_by(counted: list[Raw]) -> set[str]:
    return {
        party for fact in counted if fact["claim"]["stance"] == "asserts" for party in fact["claim"]["perpetrators"]
    }


def blames(claim: Raw, accused: set[str]) -> bool:
    """Whether a claim says who did it. A denial does where it names somebody else, and not the denier's own side."""
    if claim["stance"] == "asserts":
        return bool(claim["perpetrators"])
    return bool(accused) and not set(claim["perpetrators"]) <= accused | {claim.get("aligned_with")}


def blame(counted: list[Raw]) -> tuple[str, list[str]]:
    """Who did it, and how far that is settled: admitted, contested, attributed or unattributed."""
    asserted = [fact["claim"] for fact in counted if fact["claim"]["stance"] == "asserts"]
    own = {claim["aligned_with"] for claim in asserted if claim["perpetrators"] == [claim.get("aligned_with")]}
    if own:
        return "admitted", sorted(own)
    versions = versions_of(counted)
    parties = sorted({party for version in versions for party in version})
    if len(versions) > 1:
        return "contested", parties
    return ("attributed", parties) if len(parties) == 1 else ("unattributed", [])


def nature_of(told: list[Raw], framed: str) -> str:
    """As framed; a bare incident is what is still said about it: a breach, else an answer."""
    if framed != "incident":
        return framed
    if any(name != "rejected" for name in breaches_of(told).values()):
        return "violation"
    asserted = [fact["answer"]["id"] for fact in named(told, "answer_asserted")]
    return "retaliation" if any(answer_status(told, one) != "rejected" for one in asserted) else "incident"


def breaches_of(told: list[Raw]) -> dict[tuple[str, str], str]:
    """Each provision that is at stake: alleged, or as an analyst last found."""
    facts = [*named(told, "breach_alleged"), *named(told, "breach_confirmed", "breach_rejected")]
    return {
        (fact["breach"]["agreement"], fact["breach"]["provision"]): fact["name"].removeprefix("incident.breach_")
        for fact in facts
    }


def answer_status(told: list[Raw], answer: str) -> str:
    """As an analyst last found, else disputed by anyone, else asserted."""
    findings = [f for f in named(told, "answer_confirmed", "answer_rejected") if f["answer_id"] == answer]
    if findings:
        return str(findings[-1]["name"]).partition(".answer_")[2]
    disputed = any(fact["answer_id"] == answer for fact in named(told, "answer_disputed"))
    return "disputed" if disputed else "asserted"


def standing_of(told: list[Raw], counted: list[Raw]) -> str:
    """Retracted, merged, the analyst's latest word, corroborated by two sides, or alleged."""
    if still_said(told, "retracted", "reinstated") or not counted:
        return "retracted"
    if still_said(told, "merged_into", "merge_undone"):
        return "merged"
    if findings := named(told, "verified", "disputed"):
        return str(findings[-1]["name"]).removeprefix("incident.")
    asserting = [fact["claim"] for fact in counted if fact["claim"]["stance"] == "asserts"]
    sides = {("side", claim["aligned_with"]) for claim in asserting if "aligned_with" in claim}
    alone = {("source", claim["source"]) for claim in asserting if "aligned_with" not in claim}
    return "corroborated" if len(sides | alone) > 1 else "alleged"
