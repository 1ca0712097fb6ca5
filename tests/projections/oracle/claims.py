"""What became of each claim of an incident, from the facts of it that a lens shows."""

from tests.projections.oracle.pile import Raw, named, note


def still_said(told: list[Raw], saying: str, undoing: str) -> Raw | None:
    """The last that was said and not undone; an undoing reaches whatever was recorded before it."""
    undone = max((fact["position"] for fact in named(told, undoing)), default=0)
    standing = [fact for fact in named(told, saying) if fact["position"] > undone]
    return standing[-1] if standing else None


def came(told: list[Raw], claim: str) -> Raw | None:
    """The last recorded of the facts that brought a claim: it may have been carried away, and back."""
    facts = [fact for fact in named(told, "claim_added") if fact["claim"]["id"] == claim]
    return max(facts, key=lambda fact: fact["position"], default=None)


def left(told: list[Raw], claim: str) -> Raw | None:
    """The last recorded of the facts that withdrew a claim since it last came."""
    coming = came(told, claim)
    since = 0 if coming is None else coming["position"]
    facts = [f for f in named(told, "claim_withdrawn") if f["claim_id"] == claim and f["position"] > since]
    return max(facts, key=lambda fact: fact["position"], default=None)


def stands(told: list[Raw], claim: str) -> bool:
    """Whether a claim is there and was not withdrawn since it last came."""
    return came(told, claim) is not None and left(told, claim) is None


def all_claims(told: list[Raw]) -> list[Raw]:
    """Each claim once, in known order."""
    return [fact for fact in named(told, "claim_added") if came(told, fact["claim"]["id"]) is fact]


def superseder(told: list[Raw], claim: str) -> str | None:
    """The last standing claim that supersedes this one."""
    by = [fact["by"] for fact in named(told, "claim_superseded") if fact["claim_id"] == claim]
    return next((one for one in reversed(by) if stands(told, one)), None)


def graded(told: list[Raw], claim: Raw) -> Raw:
    """A claim with its grade as it stands."""
    for fact in named(told, "claim_regraded"):
        if fact["claim_id"] == claim["id"]:
            claim = claim | {name: fact[name] for name in ("credibility", "reliability") if name in fact}
    return claim


def counted_claims(told: list[Raw]) -> list[Raw]:
    """Of each source, its latest claim that stands and that no standing claim supersedes."""
    latest = {
        fact["claim"]["source"]: fact | {"claim": graded(told, fact["claim"])}
        for fact in all_claims(told)
        if stands(told, fact["claim"]["id"]) and superseder(told, fact["claim"]["id"]) is None
    }
    return named(list(latest.values()), "claim_added")


def shown_claims(told: list[Raw]) -> list[Raw]:
    """Each claim as a page shows it: whom it names, and whether it counts, stands, or was superseded."""
    counted = {fact["claim"]["id"] for fact in counted_claims(told)}
    return [_shown(told, fact, counted) for fact in all_claims(told)]


def _shown(told: list[Raw], fact: Raw, counted: set[str]) -> Raw:
    claim = graded(told, fact["claim"])
    accused = claim["perpetrators"]
    return {name: part for name, part in claim.items() if name != "perpetrators"} | {
        "perpetrator": accused[0] if len(accused) == 1 else None,
        "possible_perpetrators": accused if len(accused) > 1 else None,
        "known_at": fact["known_at"],
        "superseded_by": superseder(told, claim["id"]),
        "counts": claim["id"] in counted,
        "withdrawn": note(left(told, claim["id"])),
    }
