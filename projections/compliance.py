"""How an agreement was kept: each provision with the breaches and judgements behind the word, as of any date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.agreement.values import Obligation
from domain.compliance.judging import POLICY
from domain.compliance.obligations import Keeping, altogether, by_breaches, by_judgements, in_order, over_time
from projections.agreements import one as agreement_of
from projections.clock import micros, shown
from projections.judging.violations import Violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.compliance.obligations import Turn
    from domain.lens import Lens
    from projections.judging.violations import Tallied
    from projections.reader import Reader

Body = dict[str, Any]

_STORED = {"stored": True}


def compliance(store: Reader, lens: Lens, slug: str) -> Body | None:
    """Every provision of an agreement with how it was kept, by whom not, since when, and what is behind that.

    `where` are the filters that list exactly the incidents behind a number. None where the lens shows no such
    agreement. What is overdue is judged at the lesser of `as_of` and the recording of the position.
    """
    body = agreement_of(store, lens, slug)
    if body is None:
        return None
    violations = Violations(store, lens, [slug])
    told = {article: _provision(slug, texts, body, violations) for article, texts in _articles(body).items()}
    every = violations.of(violations.provisions())
    return {
        "agreement": slug,
        "title": body["title"],
        "policy": POLICY,
        "judged_at": body["judged_at"],
        "in_force": body["in_force"],
        "phases": body["phases"],
        "violations": violations_json(every, {"agreement": slug}),
        "provisions": [*told.values()],
        "overdue": [article for article, one in told.items() if one["overdue"]],
        "words": {word: sum(one["status"] == word for one in told.values()) for word in Keeping},
    }


def _articles(body: Body) -> dict[str, list[Body]]:
    """The texts of each provision, by its number."""
    articles: dict[str, list[Body]] = {}
    for text in body["provisions"]:
        articles.setdefault(text["article"], []).append(text)
    return articles


def _provision(slug: str, texts: list[Body], body: Body, violations: Violations) -> Body:
    article = texts[0]["article"]
    told = {one["id"]: one for one in body["obligations"] if one["article"] == article}
    judged = in_order(Obligation.model_validate(one, context=_STORED) for one in told.values())
    tallied = violations.of([(slug, article)])
    turns = over_time(judged)
    by_word = (by_judgements(judged), by_breaches(tallied.certain, tallied.incidents - tallied.certain))
    status = altogether(by_word)
    return {
        "article": article,
        "kind": texts[0]["kind"],
        "text": texts[0]["text"],
        "deadline": texts[0]["deadline"],
        "status": status,
        "since": _since(status, by_word, turns, tallied),
        "reason": _reason(told.values(), tallied),
        "overdue": any(text["overdue"] for text in texts),
        "repealed": any(text["repealed"] for text in texts),
        "violations": violations_json(tallied, {"agreement": slug, "provision": article}),
        "judgements": [told[str(one.id)] for one in judged],
        "history": [{"at": _text(turn.at), "status": turn.status} for turn in turns],
        "texts": texts,
    }


def _since(status: Keeping, by_word: tuple[Keeping, Keeping], turns: Sequence[Turn], tallied: Tallied) -> str | None:
    """Since when: the first breach behind the word, or the judgement from which it has stood, whichever came first."""
    if status is Keeping.NOT_ASSESSED:
        return None
    judged, breached = by_word
    first = tallied.first_certain if breached is Keeping.BROKEN else tallied.first
    moments = [] if breached is Keeping.NOT_ASSESSED or first is None else [first]
    moments += [micros(turns[-1].at)] if judged is not Keeping.NOT_ASSESSED else []
    return shown(min(moments))


def violations_json(tallied: Tallied, where: dict[str, str]) -> Body:
    """Incidents by how their breach stands, and by party as far as they are its own; with filters that list them.

    A party's own numbers are each listed with `violation` beside.
    """
    return {
        "unit": "incident",
        "count": tallied.incidents,
        "by_status": tallied.statuses,
        "by_party": [
            {"party": party, **classes, "where": {**where, "violator": party}}
            for party, classes in tallied.parties.items()
        ],
        "first": None if tallied.first is None else shown(tallied.first),
        "where": where,
    }


def _reason(judgements: Iterable[Body], tallied: Tallied) -> str:
    """What the word rests on, in one sentence."""
    told = [
        f"{one['source']} holds it {one['finding']}{' by ' + one['party'] if one['party'] else ''}"
        for one in judgements
    ]
    if tallied.certain:
        told.append(f"{_incidents(tallied.certain)} certainly breached it")
    if tallied.incidents > tallied.certain:
        more = "more " if tallied.certain else ""
        told.append(f"{_incidents(tallied.incidents - tallied.certain, more)} may have breached it")
    return f"{'; '.join(told)}." if told else "Nobody judged it, and no incident on record breaches it."


def _incidents(count: int, more: str = "") -> str:
    return f"{count} {more}incident{'' if count == 1 else 's'}"


def _text(moment: datetime) -> str | None:
    return shown(micros(moment))
