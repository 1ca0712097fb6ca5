"""Where the claims that count do not agree."""

from collections import defaultdict

from tests.projections.oracle.days import earliest_beginning, latest_beginning, latest_end
from tests.projections.oracle.pile import Raw
from tests.projections.oracle.verdict import accused_by, blames


def conflicts(one: Raw) -> list[Raw]:
    """Each matter of which claims say different things, with the claims that speak of it, in any order."""
    said: dict[str, dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fact in one["counted"]:
        for about, meaning in sayings(fact["claim"], one).items():
            said[about][meaning].append(fact["claim"]["id"])
    return [
        {"about": about, "claims": sorted(claim for ids in meanings.values() for claim in ids)}
        for about, meanings in sorted(said.items())
        if len(meanings) > 1
    ]


def sayings(claim: Raw, one: Raw) -> dict[str, object]:
    """What a claim says of each matter; where it is silent on the frame, it takes the frame's word."""
    frame = one["frame"] | {name: claim[name] for name in ("occurred", "place", "act", "targets") if name in claim}
    moment = frame["occurred"]
    said: dict[str, object] = {
        "occurred": (earliest_beginning(moment), latest_beginning(moment), latest_end(moment)),
        "place": frame["place"]["name"],
        "act": frame["act"],
        "targets": tuple(sorted(frame["targets"])),
    }
    if claim["perpetrators"]:
        said["perpetrator"] = (blames(claim, accused_by(one["counted"])), *claim["perpetrators"])
    for kind, sort in (("casualties", "category"), ("equipment", "type")):
        for row in claim[kind]:
            words = (row.get("party"), row[sort], row["outcome"])
            said[f"{kind}: {' '.join(word for word in words if word)}"] = _number(row["quantity"])
    return said


def _number(quantity: Raw) -> str:
    return str(next((form, number) for form, number in quantity.items() if form not in {"wording", "best"}))
