"""Links of a chain as answers show them: how long it took, which way it goes, the ratio of tolls, and a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from domain.chains.chain import Chain, Delay, Link, delay
from domain.chains.ladder import Direction, direction, overall, who_stepped
from domain.chains.ratio import ratio
from domain.chains.tempo import tempo
from domain.chains.wording import apart, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from domain.chains.chain import LeftOut
    from projections.chaining.stepping import Measured

    Steps = Mapping[UUID, Measured]

_SECOND = timedelta(seconds=1)


def links_shown(chain: Chain, steps: Steps) -> list[dict[str, Any]]:
    """Every link of a chain, in its order."""
    sayers: dict[tuple[object, str], list[str]] = {}
    for link in chain.links:
        if link.asserted_by is not None:
            sayers.setdefault((link.pair, link.status), []).append(link.asserted_by)
    return [
        _shown(_inferred_too(link, steps), steps, _sayers(sayers.get((link.pair, link.status)))) for link in chain.links
    ]


def _inferred_too(link: Link, steps: Steps) -> Link:
    """An asserted link with what is inferred of it, however little that is; of what takes no part, nothing is."""
    told, other = (steps[end].shown["inferred"] for end in link.pair)
    if link.probability is not None or told is None or other is None:
        return link
    beside = {one["trigger"]: one["probability"] for one in told["candidates"]}
    return replace(link, probability=beside.get(str(link.trigger), 0.0))


def left_out_shown(left_out: Iterable[LeftOut]) -> list[dict[str, Any]]:
    """The links that do not join, each with the reason."""
    return [_named(link) | {"reason": reason} for link, reason in left_out]


def stepped_shown(chain: Chain, steps: Steps) -> list[dict[str, Any]]:
    """Whose answers went up and down how often, by party."""
    ways: dict[UUID, list[Direction]] = {}
    for link in chain.links:
        ways.setdefault(link.answer, []).append(_direction(link, steps))
    answers = [(overall(found), steps[answer].shown) for answer, found in ways.items()]
    return [
        {
            "party": one.party,
            "up": {"attributed": one.up, "contested": one.up_contested},
            "down": {"attributed": one.down, "contested": one.down_contested},
        }
        for one in who_stepped((way, shown["by"], shown["attribution"] == "contested") for way, shown in answers)
    ]


def tempo_shown(chain: Chain, steps: Steps) -> dict[str, Any] | None:
    """The median time to an answer, and the trend. What several say of one pair is one answer."""
    pairs = dict.fromkeys(link.pair for link in chain.links)
    found = tempo([delay(steps[trigger].step, steps[answer].step) for answer, trigger in pairs])
    if found is None:
        return None
    return {"answers": found.answers, **_seconds(Delay(found.least, found.most)), "trend": found.trend}


def _named(link: Link) -> dict[str, Any]:
    return {
        "answer": str(link.answer),
        "trigger": str(link.trigger),
        "basis": link.basis,
        "status": link.status,
        "asserted_by": link.asserted_by,
        "probability": link.probability,
    }


def _shown(link: Link, steps: Steps, sayers: list[str]) -> dict[str, Any]:
    trigger, answer = steps[link.trigger], steps[link.answer]
    took, far = delay(trigger.step, answer.step), apart(trigger.spot, answer.spot)
    tolls = ratio(trigger.height.dead, answer.height.dead)
    return _named(link) | {
        "next_best": link.next_best,
        **_seconds(took),
        "km": None if far is None else {"least": max(far.km - far.give_km, 0), "most": far.km + far.give_km},
        "step": direction(trigger.height, answer.height),
        "toll_ratio": _ratio(trigger, answer),
        "toll_ratios": None if tolls is None else tolls._asdict(),
        "sentence": sentence(link, (trigger.step, answer.step), took, far, sayers),
    }


def _direction(link: Link, steps: Steps) -> Direction:
    return direction(steps[link.trigger].height, steps[link.answer].height)


def _seconds(took: Delay) -> dict[str, int]:
    return {"seconds_least": took.least // _SECOND, "seconds_most": took.most // _SECOND}


def _sayers(those: Iterable[str] | None) -> list[str]:
    """All who say the same of the same pair."""
    return sorted({*(those or ())})


def _ratio(trigger: Measured, answer: Measured) -> float | None:
    """The least dead of the answer to those of its trigger, to two places; None where either has none counted."""
    first, second = trigger.height.dead, answer.height.dead
    if first is None or second is None or not first.low:
        return None
    return round(second.low * 100 / first.low) / 100
