"""How two pages of one incident differ, part by part."""

from collections.abc import Iterator

from tests.projections.oracle.pile import Raw, bare, clock

WHOLE = (
    *("nature", "standing", "attribution", "perpetrators", "possible_perpetrators", "occurred", "place", "act"),
    *("targets", "breaches", "answers", "finding", "retraction", "merged_into", "split_from"),
)


def differences(was: Raw | None, now: Raw | None) -> Iterator[Raw]:
    """Each part that differs, with its old and new value."""
    for name in WHOLE:
        yield from _unless_same(name, was and was[name], now and now[name])
    yield from _unless_same("override", *(one and one["assessed"]["override"] for one in (was, now)))
    for kind in ("casualties", "equipment", "tolls"):
        old, new = _rows(was, kind), _rows(now, kind)
        for about in sorted(old.keys() | new.keys()):
            yield from _unless_same(f"{kind}: {about}", old.get(about), new.get(about))
    gone, came = (set(one["assessed"]["claims"]) if one else set() for one in (was, now))
    yield from _unless_same("claims", sorted(gone - came), sorted(came - gone))
    yield from _claims(was, now)


def _unless_same(about: str, old: object, new: object) -> Iterator[Raw]:
    if bare(old) != bare(new) and (old or new):
        yield {"about": about, "old": old, "new": new}


def _rows(body: Raw | None, kind: str) -> dict[str, Raw]:
    return {
        " ".join(str(row[name]) for name in ("of", "party", "category", "type", "outcome") if row.get(name)): {
            name: row.get(name) for name in ("low", "high", "best", "open")
        }
        for row in (body["assessed"][kind] if body else [])
    }


def _claims(was: Raw | None, now: Raw | None) -> Iterator[Raw]:
    """Each claim that came, went, or stands otherwise, by when it was known: the parts of it that differ."""
    old, new = ({claim["id"]: claim for claim in one["claims"]} if one else {} for one in (was, now))
    for name, claim in sorted((old | new).items(), key=lambda item: (clock(item[1]["known_at"]), item[0])):
        mine, other = old.get(name), new.get(name)
        if mine and other:
            parts = [part for part in mine | other if mine.get(part) != other.get(part)]
        else:
            parts = ["source", "via", "known_at", "stance", "perpetrator", "counts"]
        pair = (one and {part: one.get(part) for part in parts} for one in (mine, other))
        yield from _unless_same(f"claim: {claim['id']}", *pair)
