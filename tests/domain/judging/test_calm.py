"""What a silence is worth: the word for it, and the sentence."""

from dataclasses import replace

import pytest

from domain.watching.calm import Calm, calm_of, in_words
from domain.watching.rate import Incidents, KeptOut, Period

QUIET = Period(
    days=7,
    incidents=Incidents(),
    watched_days=7,
    possible_days=7,
    monitor_days=7,
    possible_monitor_days=7,
    monitors=("sohr",),
    denied_days=0,
    possibly_denied_days=0,
    kept_out=(),
)
BUSY = Incidents(count=1, violations=1, on_watched_days=1, going_on=1)
KEPT_OUT = (KeptOut("turkey", 0, 1),)

NOBODY = "Nobody is known to have watched on any of 7 days."
NO_CALM = "No incident is recorded, but this cannot be called a calm."


def a_week(watched: int = 7, possible: int | None = None, incidents: Incidents | None = None) -> Period:
    likely = watched if possible is None else possible
    return replace(QUIET, watched_days=watched, possible_days=likely, incidents=incidents or Incidents())


@pytest.mark.parametrize(
    ("week", "calm"),
    [
        (a_week(), Calm.CALM),
        (a_week(incidents=BUSY), Calm.WATCHED),
        (a_week(incidents=Incidents(going_on=1)), Calm.WATCHED),
        (replace(QUIET, kept_out=KEPT_OUT, possibly_denied_days=7), Calm.WATCHED),
        (a_week(6, 7), Calm.PARTLY_WATCHED),
        (a_week(1, incidents=BUSY), Calm.PARTLY_WATCHED),
        (a_week(0, incidents=BUSY), Calm.NOT_WATCHED),
        (a_week(0, incidents=Incidents(going_on=1)), Calm.NOT_WATCHED),
        (a_week(0), Calm.SILENT),
        (a_week(0, 7), Calm.SILENT),
    ],
)
def test_only_what_was_watched_to_the_end_is_calm_and_what_nobody_watched_is_silent(week: Period, calm: Calm) -> None:
    assert calm_of(week) is calm


@pytest.mark.parametrize(
    ("week", "said"),
    [
        (a_week(), "Watched on all 7 days. No incident is recorded: a calm."),
        (a_week(incidents=BUSY), "Watched on all 7 days."),
        (replace(a_week(1), days=1), "Watched on that day. No incident is recorded: a calm."),
        (
            a_week(0),
            f"{NOBODY} No incident is recorded, but this is silence and not calm.",
        ),
        (
            replace(a_week(0), days=1),
            "Nobody is known to have watched on that day. No incident is recorded, but this is silence and not calm.",
        ),
        (
            a_week(0, 1, incidents=BUSY),
            "Nobody is known to have watched on any of 7 days, and possibly on 1 day.",
        ),
        (
            a_week(3, 5),
            f"Watched on 3 of 7 days, and possibly on 5 days. {NO_CALM}",
        ),
        (
            replace(a_week(3, incidents=BUSY), denied_days=4, possibly_denied_days=4, kept_out=KEPT_OUT),
            "Watched on 3 of 7 days. A monitor was kept out on 4 days.",
        ),
        (
            replace(a_week(3, incidents=BUSY), denied_days=1, possibly_denied_days=4, kept_out=KEPT_OUT),
            "Watched on 3 of 7 days. A monitor was kept out on 1 day, and possibly on 4.",
        ),
        (
            replace(a_week(), denied_days=0, possibly_denied_days=7, kept_out=KEPT_OUT),
            f"Watched on all 7 days. A monitor may have been kept out on 7 days. {NO_CALM}",
        ),
    ],
)
def test_a_sentence_says_why(week: Period, said: str) -> None:
    assert in_words(week) == said
