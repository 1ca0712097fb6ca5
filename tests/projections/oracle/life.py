"""What becomes of agreements, and whether they are in force at an instant."""

from datetime import datetime

from tests.projections.oracle.days import earliest_beginning, latest_beginning
from tests.projections.oracle.pile import Raw

KINDS = {"entered_into_force": "start", "resumed": "start", "suspended": "pause", "superseded": "over", "ended": "over"}
CHANGES = {
    *("provision_repealed", "party_acceded", "entered_into_force", "amended"),
    *("suspended", "resumed", "superseded", "ended"),
}


def force(life: list[Raw], moment: datetime) -> str:
    """By the last run of changes of one effect that had begun: settled once the latest of its rival dates is over."""
    told = "not_in_force"
    for kind, rivals in _runs(life):
        dates = [one["at"] for one in rivals]
        if moment < min(map(earliest_beginning, dates)):
            return told
        after = "in_force" if kind == "start" else "not_in_force"
        settled = moment >= max(map(latest_beginning, dates))
        told = after if settled or told == after else "uncertain"
    return told


def phases(life: list[Raw], until: datetime) -> list[Raw]:
    """Each moment up to one from which it was another, found by asking at every end of every date."""
    dates = [one["at"] for one in life if one["change"] in KINDS]
    ends = {end for one in dates for end in (earliest_beginning(one), latest_beginning(one)) if end <= until}
    told: list[Raw] = []
    for moment in sorted(ends):
        if force(life, moment) != (told[-1]["force"] if told else "not_in_force"):
            told.append({"from": moment.isoformat().replace("+00:00", "Z"), "force": force(life, moment)})
    return told


def _runs(life: list[Raw]) -> list[tuple[str, list[Raw]]]:
    """Changes of one effect that follow each other; whoever first dates the entry later is a rival about the entry."""
    runs: list[tuple[str, list[Raw]]] = []
    entry: list[Raw] = []
    for one in life:
        kind = KINDS.get(one["change"])
        enters = one["change"] == "entered_into_force"
        if kind is None:
            continue
        if enters and entry and one["source"] not in [other["source"] for other in entry]:
            entry.append(one)
            continue
        anew = not runs or runs[-1][0] != kind
        if anew:
            runs.append((kind, [one]))
        else:
            runs[-1][1].append(one)
        if enters and (anew or not entry):
            entry = runs[-1][1]
        elif kind == "over":
            entry = []
    return runs
