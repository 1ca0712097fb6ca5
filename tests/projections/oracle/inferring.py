"""What probably answers what, act by act: each candidate's share of all that may have brought the act about.

Written down as the model is told: an exponential delay and a normal distance, each averaged over what is uncertain.
"""

from itertools import pairwise
from math import asin, cos, exp, pi, radians, sin, sqrt

from tests.projections.oracle.answering import answering
from tests.projections.oracle.picture import Picture
from tests.projections.oracle.pile import Raw, clock
from tests.projections.oracle.staging import DAY, Act, acts

EARTH_KM = 6371.0088
MINUTE = 1 / 1440
EQUAL, NEAR = 1e-9, 0.003
Odds = dict[str, float]
"""The probability of each trigger, by its id."""


def fit_of(picture: Picture) -> Raw | None:
    """The fit that was adopted last, and not withdrawn, as the ledger was recorded."""
    withdrawn = {fact["stream"] for fact in picture.recorded if fact["name"] == "fit.withdrawn"}
    adopted = [fact for fact in picture.recorded if fact["name"] == "fit.adopted" and fact["stream"] not in withdrawn]
    last = max(adopted, key=lambda fact: fact["position"], default=None)
    return last and last["fit"]


def odds(picture: Picture) -> dict[str, Odds]:
    """Of each act that takes part, the probability of each of its candidates; the rest is that of none."""
    fit = fit_of(picture)
    return _odds(acts(picture), fit, _ruled_out(picture)) if fit else {}


def _ruled_out(picture: Picture) -> set[tuple[str, str]]:
    """Answers and triggers that what is said speaks against: the other way round it is said, or it was rejected."""
    said = answering(picture)
    turned = {(one.trigger, one.answer) for one in said if one.status in {"asserted", "confirmed"}}
    return turned | {(one.answer, one.trigger) for one in said if one.status == "rejected"}


def _odds(staged: list[Act], fit: Raw, ruled_out: set[tuple[str, str]]) -> dict[str, Odds]:
    parameters = fit["parameters"]
    weighed = {
        answer.stream: {
            trigger.stream: weight(answer, trigger, parameters)
            for trigger in staged
            if may_answer(answer, trigger, parameters) and (answer.stream, trigger.stream) not in ruled_out
        }
        for answer in staged
    }
    quiet = {act.stream: background(act, fit) for act in staged}
    naive = {answer: _shares(found, quiet[answer]) for answer, found in weighed.items()}
    # Two acts cannot answer each other: what the one may be to the other leaves so much less the other way round.
    left = {
        answer: {trigger: part * (1 - naive[trigger].get(answer, 0.0)) for trigger, part in found.items()}
        for answer, found in weighed.items()
    }
    return {answer: _shares(found, quiet[answer]) for answer, found in left.items()}


def _shares(parts: Odds, background: float) -> Odds:
    whole = background + sum(parts.values())
    return {trigger: part / whole for trigger, part in parts.items()}


def may_answer(answer: Act, trigger: Act, parameters: Raw) -> bool:
    """By the other side, not certainly before it, within eight mean delays and four standard deviations."""
    if (answer.by, answer.against) != (trigger.against, trigger.by) or answer.ended < trigger.began:
        return False
    late = answer.began - _until(trigger) > 8 * parameters["delay_days"]
    return not late and apart(answer, trigger) <= 4 * _doubt(answer, trigger, parameters)


def weight(answer: Act, trigger: Act, parameters: Raw) -> float:
    """How many answers such as this one the trigger makes, per day and square km."""
    many = parameters["answers"] * exp(parameters["weight"] * trigger.mark)
    doubt = _doubt(answer, trigger, parameters)
    near = exp(-((apart(answer, trigger) / doubt) ** 2) / 2) / (2 * pi * doubt**2)
    return float(many * near * soon(answer, trigger, parameters["delay_days"]))


def soon(answer: Act, trigger: Act, delay: float) -> float:
    """The density of such a delay: what is known to the hour, and surely came later, is taken at its middle."""
    first, last, begun, ended = trigger.began, _until(trigger), answer.began, _until(answer)
    if max(last - first, ended - begun) <= 0.05 and begun + ended > first + last:
        return exp(-((begun + ended) / 2 - (first + last) / 2) / delay) / delay
    # Triggers before the answer can have begun, and triggers while it can: smooth each, so that slices add up well.
    parts = ((first, min(last, begun)), (max(first, begun), min(last, ended)))
    together = sum(_together(start, end, (begun, ended), delay) for start, end in parts if start < end)
    return together / (last - first) / (ended - begun)


def _together(start: float, end: float, answer: tuple[float, float], delay: float) -> float:
    """The chances of all triggers of a time, slice by slice."""
    slices = 200
    middles = [start + (end - start) * (number + 0.5) / slices for number in range(slices)]
    chances = [_between(max(answer[0], at) - at, answer[1] - at, delay) for at in middles]
    return sum(chances) * (end - start) / slices


def _between(least: float, most: float, delay: float) -> float:
    """The chance that an answer takes so long."""
    return exp(-least / delay) - exp(-most / delay)


def _until(act: Act) -> float:
    return max(act.ended, act.began + MINUTE)


def _doubt(answer: Act, trigger: Act, parameters: Raw) -> float:
    return sqrt(parameters["reach_km"] ** 2 + answer.spread**2 + trigger.spread**2)


def apart(one: Act, other: Act) -> float:
    """Km over the ground."""
    north, further = radians(one.lat), radians(other.lat)
    half = sin((further - north) / 2) ** 2 + cos(north) * cos(further) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def background(act: Act, fit: Raw) -> float:
    """How many acts nothing provokes there, per day and square km: half an act in all where the fit names none."""
    named_so = (
        row["per_day"]
        for row in fit["background"]
        if (row["by"], row["against"], row["area"]) == (act.by, act.against, act.area)
    )
    south = act.area[0]
    square_km = EARTH_KM**2 * radians(1) * (sin(radians(south + 1)) - sin(radians(south)))
    return float(next(named_so, 0.5 / days_of(fit)) / square_km)


def days_of(fit: Raw) -> float:
    """How long the time is that it was fitted to."""
    return (clock(fit["window"]["to"]) - clock(fit["window"]["from"])) / DAY


Chosen = dict[tuple[str, str], float]
"""Answer and trigger of each link, with its probability."""


def chosen(picture: Picture, found: dict[str, Odds], probability: float) -> Chosen:
    """The fewest, likeliest triggers of each act that together reach a probability: three at the most."""
    order = {act.stream: number for number, act in enumerate(acts(picture))}
    links: Chosen = {}
    for answer, parts in found.items():
        likeliest = _ranked(parts, order)[:3]
        together = [round(sum(round(part, 3) for _, part in likeliest[: number + 1]), 3) for number in range(3)]
        enough = next((number for number, whole in enumerate(together, start=1) if whole >= probability), 0)
        links |= {(answer, trigger): part for trigger, part in likeliest[:enough]}
    return links


def _ranked(parts: Odds, order: dict[str, int]) -> list[tuple[str, float]]:
    """The likeliest first; those shown as equally likely in the order of the triggers."""
    return sorted(parts.items(), key=lambda item: (-round(item[1], 3), order[item[0]]))


def is_close(found: dict[str, Odds], probability: float) -> bool:
    """Whether a thousandth more or less would choose otherwise somewhere: then nothing is held against anything."""
    return any(_is_close(sorted(parts.values(), reverse=True), probability) for parts in found.values())


def _is_close(parts: list[float], probability: float) -> bool:
    whole = [sum(parts[:number]) for number in (1, 2, 3)]
    apart = [one - other for one, other in pairwise(parts[:4])]
    # What is exactly as likely goes by its place in the order.
    return any(abs(one - probability) < NEAR for one in whole) or any(EQUAL < one < NEAR for one in apart)
