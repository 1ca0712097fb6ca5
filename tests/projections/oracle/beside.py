"""What is said of breaches beside what the texts come to."""

from tests.projections.oracle.pile import Raw


def beside(said: list[Raw], judged: dict[tuple[str, str], Raw]) -> list[Raw]:
    """Every breach by agreement and provision; one that nobody speaks of stands as it is found."""
    spoken = {(one["agreement"], one["provision"]): one for one in said}
    return [
        (spoken.get(key) or _unsaid(key, judged[key])) | {"judged": judged.get(key)}
        for key in sorted(spoken.keys() | judged.keys())
    ]


def _unsaid(key: tuple[str, str], found: Raw) -> Raw:
    return {
        "agreement": key[0],
        "provision": key[1],
        "status": found["finding"],
        "alleged_by": [],
        "texts": [],
        "reason": None,
    }
