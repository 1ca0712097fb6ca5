"""What the ledger says under a lens, worked out the slow way from the stored bytes: a second opinion on every number.

Nothing of the read side or of its folds is used here. Each question is asked of the whole pile of facts, in the
words of the design, one incident at a time.
"""

import json
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.ledger import Ledger
from tests.projections.oracle_tolls import bounds, settled, tolls

Raw = dict[str, Any]
"""One stored fact: its members, with `position`, `stream`, `version` and `name` beside them."""

TICK = timedelta(microseconds=1)


def pile(ledger: Ledger) -> list[Raw]:
    """Every fact of the log, as its bytes say it."""
    return [
        json.loads(one.state)
        | {"position": one.id, "stream": str(one.originator_id), "version": one.originator_version, "name": one.topic}
        for one in ledger.stored_after(0, 1_000_000)
    ]


def clock(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def in_view(facts: list[Raw], known_at: datetime | None, position: int | None) -> list[Raw]:
    """What was recorded up to the position and known by the moment; an opening only frames, and is always known."""
    return [
        fact
        for fact in facts
        if (position is None or fact["position"] <= position)
        and (known_at is None or fact["version"] == 1 or clock(fact["known_at"]) <= known_at)
    ]


def incidents(
    facts: list[Raw], as_of: datetime | None = None, known_at: datetime | None = None, position: int | None = None
) -> dict[str, Raw]:
    """Every incident that exists under the lens and had happened by `as_of`, judged; by its id."""
    streams = defaultdict(list)
    for fact in in_view(facts, known_at, position):
        if fact["name"].startswith("incident."):
            streams[fact["stream"]].append(fact)
    judged = {stream: verdict(told) for stream, told in streams.items() if any(named(told, "claim_added"))}
    return {
        stream: one
        for stream, one in judged.items()
        if as_of is None or latest_beginning(one["frame"]["occurred"]) <= as_of
    }


def named(told: list[Raw], *names: str) -> list[Raw]:
    """The facts of these names, by when they were known, then by their place in the log."""
    wanted = [fact for fact in told if fact["name"].removeprefix("incident.") in names]
    return sorted(wanted, key=lambda fact: (clock(fact["known_at"]), fact["position"]))


def latest_beginning(moment: Raw) -> datetime:
    """The latest moment at which it can have begun, from the words of the report alone."""
    zone = ZoneInfo(moment.get("zone", "UTC"))
    start, bare = moment["from"], len(moment["from"]) == len("2020-02-20")
    precision = moment.get("precision") or ("day" if bare else "instant")
    began = datetime.fromisoformat(start)
    if bare or began.tzinfo is None:
        began = began.replace(tzinfo=zone)
    day = date.fromisoformat(start) if bare else began.astimezone(zone).date()
    if precision == "instant":
        return began.astimezone(UTC)
    if precision == "hour":
        return began.astimezone(UTC) + timedelta(hours=1) - TICK
    if precision != "day" and "to" in moment:
        end = moment["to"]
        return clock(end) if "T" in end else midnight_after(date.fromisoformat(end), zone) - TICK
    last = {
        "day": day,
        "week": day + timedelta(days=6),
        "month": date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1),
        "year": date(day.year, 12, 31),
    }[precision]
    return midnight_after(last, zone) - TICK


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)


def verdict(told: list[Raw]) -> Raw:
    """Frame, standing, nature, attribution, perpetrators and casualties of one incident, from its visible facts."""
    opening = next(fact for fact in told if fact["version"] == 1)
    frame = dict(opening["frame"])
    for mended in named(told, "relocated", "redated", "reclassified"):
        frame |= {part: mended[part] for part in ("place", "occurred", "nature", "act", "targets") if part in mended}
    counted = counted_claims(told)
    attribution, perpetrators = blame(counted)
    casualties = tolls(counted)
    said = [[row | {"bounds": bounds(row["quantity"])} for row in fact["claim"]["casualties"]] for fact in counted]
    if override := still_said(told, "assessed", "assessment_lifted"):
        analyst = override["override"]
        if "perpetrators" in analyst:
            perpetrators = sorted(set(analyst["perpetrators"]))
            attribution = ["unattributed", "attributed", "contested"][min(len(perpetrators), 2)]
        attribution = analyst.get("attribution", attribution)
        if attribution == "unattributed":
            perpetrators = []
        for row in analyst.get("casualties", []):
            casualties[row.get("party"), row["category"], row["outcome"]] = (row["low"], row.get("high"))
        said = settled(said, [row | {"bounds": (row["low"], row.get("high"))} for row in analyst.get("casualties", [])])
    return {
        "frame": frame,
        "nature": nature_of(told, frame["nature"]),
        "standing": standing_of(told, counted),
        "attribution": attribution,
        "perpetrators": perpetrators,
        "casualties": casualties,
        "said": said,
        "claims": {fact["claim"]["id"] for fact in counted},
    }


def still_said(told: list[Raw], saying: str, undoing: str) -> Raw | None:
    """The last that was said and not undone; an undoing reaches whatever was recorded before it."""
    undone = max((fact["position"] for fact in named(told, undoing)), default=0)
    standing = [fact for fact in named(told, saying) if fact["position"] > undone]
    return standing[-1] if standing else None


def stands(told: list[Raw], claim: str) -> bool:
    """Whether a claim is there and was not withdrawn since it last came."""
    came = [fact["position"] for fact in named(told, "claim_added") if fact["claim"]["id"] == claim]
    left = [fact["position"] for fact in named(told, "claim_withdrawn") if fact["claim_id"] == claim]
    return bool(came) and max(came) > max(left, default=0)


def counted_claims(told: list[Raw]) -> list[Raw]:
    """Of each source, its latest claim that stands and that no standing claim supersedes."""
    superseded = {fact["claim_id"] for fact in named(told, "claim_superseded") if stands(told, fact["by"])}
    latest = {
        fact["claim"]["source"]: fact
        for fact in named(told, "claim_added")
        if stands(told, fact["claim"]["id"]) and fact["claim"]["id"] not in superseded
    }
    return list(latest.values())


def blame(counted: list[Raw]) -> tuple[str, list[str]]:
    """Who did it, and how far that is settled: admitted, contested, attributed or unattributed."""
    claims = [fact["claim"] for fact in counted]
    asserted = [claim for claim in claims if claim["stance"] == "asserts" and claim["perpetrators"]]
    own = {claim["aligned_with"] for claim in asserted if claim["perpetrators"] == [claim.get("aligned_with")]}
    if own:
        return "admitted", sorted(own)
    versions = {tuple(sorted(claim["perpetrators"])) for claim in asserted}
    accused = {party for version in versions for party in version}
    if accused:
        # A denial only says who did not; it contests where it names somebody else, and not the denier's own side.
        for claim in claims:
            innocent = accused | {claim.get("aligned_with")}
            if claim["stance"] == "denies" and not set(claim["perpetrators"]) <= innocent:
                versions.add(tuple(sorted(claim["perpetrators"])))
    parties = sorted({party for version in versions for party in version})
    if len(versions) > 1:
        return "contested", parties
    return ("attributed", parties) if len(parties) == 1 else ("unattributed", [])


def nature_of(told: list[Raw], framed: str) -> str:
    """As framed; a bare incident is what is still said about it: a breach, else an answer."""
    if framed != "incident":
        return framed
    breaches: dict[tuple[str, str], str] = {}
    for fact in [*named(told, "breach_alleged"), *named(told, "breach_confirmed", "breach_rejected")]:
        breaches[fact["breach"]["agreement"], fact["breach"]["provision"]] = fact["name"]
    if any(not name.endswith("rejected") for name in breaches.values()):
        return "violation"
    answers = {fact["answer"]["id"]: fact["name"] for fact in named(told, "answer_asserted")}
    answers |= {fact["answer_id"]: fact["name"] for fact in named(told, "answer_confirmed", "answer_rejected")}
    asserted = {fact["answer"]["id"] for fact in named(told, "answer_asserted")}
    return "retaliation" if any(not answers[one].endswith("rejected") for one in asserted) else "incident"


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
