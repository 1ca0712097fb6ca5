"""What differs between the pictures that two lenses give."""

from collections.abc import Iterator
from typing import Any

from tests.projections.oracle.body import page_of
from tests.projections.oracle.counting import grouped
from tests.projections.oracle.differing import differences
from tests.projections.oracle.picture import UNCOUNTED, Picture
from tests.projections.oracle.pile import Raw
from tests.projections.oracle.selecting import Filters, selected

EVERY = "alleged,corroborated,verified,disputed,retracted,merged"
JUDGEMENTS = {
    *("assessed", "assessment_lifted", "verified", "disputed", "claim_regraded"),
    *("breach_confirmed", "breach_rejected", "answer_confirmed", "answer_rejected"),
}
BACK = {"retracted": "reinstated", "merged": "unmerged"}


def changes(before: Picture, after: Picture, filters: Filters) -> Raw:
    """Every incident of which other facts are shown, and every party of which the numbers differ."""
    old, new = (selected(picture, {"standing": EVERY} | filters) for picture in (before, after))
    changed = [
        _change(stream, (old.get(stream), new.get(stream)), (before, after)) for stream in _by_beginning(old, new)
    ]
    told = [one for one in changed if one["change"] in {"added", "split", "removed"} or _differs(one)]
    return {"incidents": told, "count": len(told), "counts": list(_counts(before, after, filters)) if told else []}


def _differs(one: Raw) -> bool:
    """Other facts are shown, or other texts judge it otherwise."""
    return any(one["facts"].values()) or bool(one["differences"])


def _by_beginning(old: dict[str, Raw], new: dict[str, Raw]) -> list[str]:
    began = {
        stream: min(Picture.began(one["frame"]["occurred"]) for one in (old.get(stream), new.get(stream)) if one)
        for stream in old.keys() | new.keys()
    }
    return sorted(began, key=lambda stream: (began[stream], stream))


def _change(stream: str, both: tuple[Raw | None, Raw | None], pictures: tuple[Picture, Picture]) -> Raw:
    was, now = (
        one and picture.judged(stream, page_of(stream, one)) for one, picture in zip(both, pictures, strict=True)
    )
    facts = [[fact for fact in picture.visible if fact["stream"] == stream] for picture in pictures]
    gone, came = ([f for f in mine if f not in others] for mine, others in (facts, reversed(facts)))
    told = list(differences(was, now))
    shown = now or was or {}
    return {
        "id": stream,
        "change": _kind(was, now, [*gone, *came]) if told else "noted",
        "act": shown["act"],
        "place": shown["place"]["name"],
        "occurred": shown["occurred"]["from"],
        "differences": told,
        "facts": {"old": [*map(_told, gone)], "new": [*map(_told, came)]},
    }


def _told(fact: Raw) -> Raw:
    kept = {name: fact.get(name) for name in ("known_at", "position", "reason")}
    return kept | {"fact": fact["name"]}


def _kind(was: Raw | None, now: Raw | None, facts: list[Raw]) -> str:
    if was is None or now is None:
        return "removed" if now is None else "split" if now["split_from"] else "added"
    old, new = was["standing"], now["standing"]
    if old != new and {old, new} & UNCOUNTED:
        return str(new) if new in UNCOUNTED else BACK[old]
    return "re-judged" if all(map(_is_judgement, facts)) else "corrected"


def _is_judgement(fact: Raw) -> bool:
    """An analyst's own act, which leaves what anyone said as it was."""
    name = fact["name"].removeprefix("incident.")
    return name in JUDGEMENTS or (name == "answer_disputed" and "source" not in fact)


def _counts(before: Picture, after: Picture, filters: Filters) -> Iterator[Raw]:
    old, new = ({one["party"]: one for one in grouped(picture, filters, ["party"])} for picture in (before, after))
    for party in sorted(old.keys() | new.keys()):
        if old.get(party) != new.get(party):
            yield {"party": party, "old": _bare(old.get(party)), "new": _bare(new.get(party))}


def _bare(group: Raw | None) -> dict[str, Any] | None:
    return group and {name: part for name, part in group.items() if name != "party"}
