"""An incident as its page and its line in a list show it."""

from tests.projections.oracle.claims import all_claims, shown_claims, still_said
from tests.projections.oracle.conflicts import conflicts
from tests.projections.oracle.pile import Raw, named, note, opening
from tests.projections.oracle.quantities import assessed, tolls
from tests.projections.oracle.verdict import answer_status, breaches_of


def page_of(stream: str, one: Raw) -> Raw:
    """Everything that stands in its own stream."""
    return line_of(stream, one) | {"claims": shown_claims(one["told"]), "conflicts": conflicts(one)}


def line_of(stream: str, one: Raw) -> Raw:
    """The same without its claims and conflicts."""
    told = one["told"]
    merged, split = still_said(told, "merged_into", "merge_undone"), named(told, "split_from")
    return {
        "id": stream,
        **{name: one[name] for name in ("nature", "standing", "attribution", "perpetrators")},
        "possible_perpetrators": one["possible"],
        **{name: one["frame"][name] for name in ("occurred", "place", "act", "targets")},
        "assessed": _assessed(one),
        "breaches": _breaches(told),
        "answers": _answers(told),
        "finding": _finding(told),
        "retraction": note(still_said(told, "retracted", "reinstated")),
        "merged_into": merged and merged["into"],
        "split_from": split[-1]["origin"] if split else None,
        "external_id": opening(told).get("external_id"),
    }


def counted_parts(one: Raw) -> Raw:
    """How many claims and conflicts a list says there are."""
    return {"claim_count": len(all_claims(one["told"])), "conflict_count": len(conflicts(one))}


def _assessed(one: Raw) -> Raw:
    override = one["override"]
    return {
        "policy": "assessment-1",
        "overridden": override is not None,
        "override": override and override["override"] | (note(override) or {}),
        "claims": [fact["claim"]["id"] for fact in one["counted"]],
        "casualties": assessed(one, "casualties"),
        "tolls": tolls(one),
        "equipment": assessed(one, "equipment"),
    }


def _finding(told: list[Raw]) -> Raw | None:
    found = named(told, "verified", "disputed")
    return {"standing": found[-1]["name"].partition(".")[2]} | (note(found[-1]) or {}) if found else None


def _breaches(told: list[Raw]) -> list[Raw]:
    return [_breach(told, key, status) for key, status in sorted(breaches_of(told).items())]


def _breach(told: list[Raw], key: tuple[str, str], status: str) -> Raw:
    def of_this(*names: str) -> list[Raw]:
        facts = named(told, *names)
        return [fact for fact in facts if (fact["breach"]["agreement"], fact["breach"]["provision"]) == key]

    alleged, found = of_this("breach_alleged"), of_this("breach_confirmed", "breach_rejected")
    return {
        "agreement": key[0],
        "provision": key[1],
        "status": status,
        "alleged_by": [fact["breach"].get("alleged_by") for fact in alleged],
        "texts": [fact["breach"]["text"] for fact in alleged if "text" in fact["breach"]],
        "reason": found[-1].get("reason") if found else None,
    }


def _answers(told: list[Raw]) -> list[Raw]:
    asserted = {fact["answer"]["id"]: fact["answer"] for fact in named(told, "answer_asserted")}
    return [asserted[answer] | judged(told, answer) for answer in sorted(asserted)]


def stated_answers(told: list[Raw]) -> list[Raw]:
    """What a statement is said to answer: with its own words first, then as that was known; each as it stands."""
    asserted = [*opening(told)["body"]["answers"], *(fact["answer"] for fact in named(told, "answer_asserted"))]
    return [answer | judged(told, answer["id"]) for answer in asserted]


def judged(told: list[Raw], answer: str) -> Raw:
    """How an answer stands, who disputes it, and what an analyst last found."""

    def of_this(*names: str) -> list[Raw]:
        return [fact for fact in named(told, *names) if fact["answer_id"] == answer]

    found = of_this("answer_confirmed", "answer_rejected")
    return {
        "status": answer_status(told, answer),
        "disputes": [{"source": f.get("source")} | (note(f) or {}) for f in of_this("answer_disputed")],
        "finding": note(found[-1]) if found else None,
    }
