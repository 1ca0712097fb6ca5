"""Breaches on the pages of incidents: what is said of them, beside what the agreements then in force come to."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from domain.assessment.tally import UNCOUNTED
from domain.compliance.holds import Holds, during
from domain.compliance.judging import POLICY, STATUS_OF, Doubt, Verdict, judge, leading_text, together
from domain.compliance.wording import finding
from projections.judging.clauses import clauses
from projections.judging.happenings import of_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.compliance.clauses import Clause
    from domain.compliance.happenings import Happenings
    from domain.lens import Lens
    from projections.reader import Reader

Body = dict[str, Any]


def add_breaches(store: Reader, lens: Lens, bodies: Sequence[Body]) -> None:
    """Add to the breaches of each page what every provision in force comes to, with the reason in words.

    Answers that wait are to be left out before. What is retracted or merged is judged by nobody.
    """
    shown = clauses(store, lens).listed
    judged = [body for body in bodies if body["standing"] not in UNCOUNTED] if shown else []
    if not judged:
        return
    happenings = of_pages(store, lens, judged)
    by_key = sorted(shown, key=attrgetter("key"))
    found: list[dict[tuple[str, str], Body]] = [{} for _ in judged]
    for key, of_key in groupby(by_key, key=attrgetter("key")):
        texts = [*of_key]
        if not any(_may_speak(one, happenings) for one in texts):
            continue
        verdicts = [judge(clause, happenings) for clause in texts]
        degrees, leading = together(verdicts), leading_text(verdicts)
        spoken = np.maximum.reduce([verdict.holds for verdict in verdicts])
        for number in np.flatnonzero(spoken):
            text = verdicts[leading[number]]
            found[number][key] = _judgement(text, Holds(int(degrees[number])), happenings, int(number))
    for body, of_body in zip(judged, found, strict=True):
        body["breaches"] = _beside(body["breaches"], of_body)


def _may_speak(clause: Clause, happenings: Happenings) -> bool:
    """Whether a clause can say anything of any of these: most texts hold for a while, and forbid a few acts."""
    forbids = not {*clause.provision.acts}.isdisjoint(happenings.acts.values)
    return forbids and bool(during(clause.in_force, happenings.first, happenings.last).any())


def _judgement(leading: Verdict, degree: Holds, happenings: Happenings, number: int) -> Body:
    """What the texts of one provision come to, in the words of the leading one."""
    found = finding(leading, happenings, number)
    differ = degree is Holds.MAYBE and found.holds is not Holds.MAYBE
    doubts = [*found.doubts, *([Doubt.TEXT] if differ else [])]
    differing = " Its sources give the text differently." if differ else ""
    return {
        "policy": POLICY,
        "finding": STATUS_OF[degree],
        "by": list(found.by),
        "doubts": doubts,
        "text_by": leading.clause.provision.source,
        "reason": found.reason + differing,
    }


def _beside(said: list[Body], judged: dict[tuple[str, str], Body]) -> list[Body]:
    """Every breach that is said or found, by agreement and provision: an analyst's word and allegations go before."""
    spoken = {(one["agreement"], one["provision"]): one for one in said}
    return [
        spoken.get(key, _unsaid(key, judged.get(key))) | {"judged": judged.get(key)}
        for key in sorted(spoken.keys() | judged.keys())
    ]


def _unsaid(key: tuple[str, str], judged: Body | None) -> Body:
    status = None if judged is None else judged["finding"]
    return {
        "agreement": key[0],
        "provision": key[1],
        "status": status,
        "alleged_by": [],
        "texts": [],
        "reason": None,
    }
