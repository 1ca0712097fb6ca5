"""What is said to answer what, with merged reports spoken for by the incident they went into."""

from typing import NamedTuple

from tests.projections.oracle.claims import still_said
from tests.projections.oracle.picture import Picture
from tests.projections.oracle.pile import Raw, named
from tests.projections.oracle.verdict import answer_status


class Answering(NamedTuple):
    """One answers another."""

    answer: str
    trigger: str
    id: str
    status: str
    asserted_by: str


def speaker(picture: Picture, stream: str) -> str:
    """The incident that speaks for this one."""
    one = picture.incidents.get(stream)
    merged = one and one["standing"] == "merged" and still_said(one["told"], "merged_into", "merge_undone")
    return speaker(picture, merged["into"]) if merged else stream


def answering(picture: Picture) -> list[Answering]:
    """Every answer of an incident that is there and not retracted, by when it began."""
    said = []
    for stream, one in picture.incidents.items():
        asserted = {fact["answer"]["id"]: fact["answer"] for fact in named(one["told"], "answer_asserted")}
        for answer in sorted(asserted) if one["standing"] != "retracted" else ():
            trigger = asserted[answer].get("incident") or asserted[answer]["statement"]
            status = answer_status(one["told"], answer)
            ends = (speaker(picture, stream), speaker(picture, trigger))
            said.append(Answering(*ends, answer, status, asserted[answer]["asserted_by"]))
    return [one for one in said if one.answer != one.trigger]


def answered_by(picture: Picture, stream: str) -> list[Raw]:
    """What answers an incident, as its page says it; an answer that is not there waits."""
    return [
        {"incident": one.answer, "answer": one.id, "status": one.status, "asserted_by": one.asserted_by}
        for one in answering(picture)
        if one.trigger == stream and one.answer in picture.incidents
    ]
