"""Which provisions an incident breached: every text looked at by itself, at every instant at which anything turns."""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tests.projections.oracle.days import earliest_beginning, latest_end
from tests.projections.oracle.held import MAYBE, NO, YES, At, any_of, during, never, stretch_of, turns_in
from tests.projections.oracle.pile import Raw, named
from tests.projections.oracle.texts import RADIUS_KM, Text, lies_in, texts_of
from tests.projections.oracle.verdict import answer_status, breaches_of

if TYPE_CHECKING:
    from tests.projections.oracle.picture import Picture

Key = tuple[str, str]
STANDING = {"confirmed", "alleged", "found", "uncertain"}
SETTLED = {"admitted", "attributed"}
STATUS = {YES: "found", MAYBE: "uncertain", NO: "allowed"}


class Said(NamedTuple):
    """What one text says of one incident: every aspect of it, the least of them, and whether it allows the answer."""

    text: Text
    force: int
    author: int
    place: int
    holds: int
    answer: int

    @property
    def breached(self) -> int:
        if self.answer == YES:
            return NO
        return min(self.holds, MAYBE) if self.answer == MAYBE else self.holds


class Breaching:
    """Judges incidents by the texts of a picture, whenever it is `as_of`."""

    def __init__(self, picture: "Picture") -> None:
        self.picture = picture
        self._judged: dict[str, dict[Key, Raw]] = {}

    @cached_property
    def texts(self) -> list[Text]:
        told = self.picture.streams("agreement")
        by_slug = {facts[0]["header"]["slug"]: facts for facts in told.values()}
        parties: dict[str, list[Raw]] = {}
        for fact in self.picture.recorded:
            if fact["name"].startswith("party."):
                parties.setdefault(fact["stream"], []).append(fact)
        return texts_of(by_slug, [*parties.values()])

    @cached_property
    def turns(self) -> list[datetime]:
        kinds = ("agreement.", "party.")
        return sorted(turns_in([fact for fact in self.picture.recorded if fact["name"].startswith(kinds)]))

    def judged(self, stream: str) -> dict[Key, Raw]:
        """What the texts of each provision come to."""
        if stream not in self._judged:
            self._judged[stream] = self._judge(stream)
        return self._judged[stream]

    def _judge(self, stream: str) -> dict[Key, Raw]:
        one = self.picture.incidents[stream]
        if one["standing"] in {"retracted", "merged"}:
            return {}
        found = {}
        for key in sorted({text.key for text in self.texts}):
            said = [self._said(text, one) for text in self.texts if text.key == key]
            if any(each.holds for each in said):
                found[key] = self._judgement(said, one)
        return found

    def statuses(self, stream: str) -> dict[Key, str]:
        """How each breach stands: an analyst's word and allegations go before what is found."""
        found = {key: str(one["finding"]) for key, one in self.judged(stream).items()}
        return found | breaches_of(self.picture.incidents[stream]["told"])

    def _during(self, held: At, one: Raw) -> int:
        first, last = stretch_of(one["frame"]["occurred"])
        turns = self.turns[bisect_left(self.turns, first) : bisect_right(self.turns, last)]
        return during(held, (first, last), turns)

    def _said(self, text: Text, one: Raw) -> Said:
        force = self._during(text.in_force, one)
        author = self._during(_author(text, one), one)
        place = self._place(text, one)
        forbidden = one["frame"]["act"] in text.provision["acts"] and force and author
        holds = min(force, author, place) if forbidden else NO
        answer = self._answer(text, one) if holds else NO
        return Said(text, force, author, place, holds, answer)

    def _place(self, text: Text, one: Raw) -> int:
        if text.drawings is None:
            return YES
        if not text.drawings:
            return MAYBE
        place = one["frame"]["place"]
        said = {lies_in(place, box) for held, box in text.drawings if self._during(held, one)}
        said |= {NO} if self._during(text.undrawn, one) else set()
        return said.pop() if len(said) == 1 else MAYBE

    def answers(self, one: Raw) -> list[Raw]:
        """The answers that do not wait, with how each stands."""
        said = {fact["answer"]["id"]: fact["answer"] for fact in named(one["told"], "answer_asserted")}
        return [
            answer | {"status": answer_status(one["told"], answer["id"])}
            for answer in said.values()
            if self.picture.shows(answer)
        ]

    def _answer(self, text: Text, one: Raw) -> int:
        if not text.provision.get("answer_allowed"):
            return NO
        standing = [answer for answer in self.answers(one) if answer["status"] != "rejected"]
        return max((self._allowed(text.provision, answer, one) for answer in standing), default=NO)

    def _allowed(self, provision: Raw, answer: Raw, one: Raw) -> int:
        attack = self.picture.incidents.get(answer.get("incident", ""))
        if attack is None or attack["standing"] == "retracted":
            return NO
        first, last = stretch_of(one["frame"]["occurred"])
        began, over = (end(attack["frame"]["occurred"]) for end in (earliest_beginning, latest_end))
        if last < began:
            return NO
        degrees = [MAYBE if answer["status"] == "disputed" else YES]
        if "answer_within_hours" in provision:
            allowed = timedelta(hours=provision["answer_within_hours"])
            degrees.append(YES if last - began <= allowed else NO if first - over > allowed else MAYBE)
        if provision.get("answer_to_attacker_only"):
            degrees.append(_against(attack, one["frame"]["targets"]))
        return min(degrees)

    def _judgement(self, said: list[Said], one: Raw) -> Raw:
        by_source: dict[str, int] = {}
        for each in said:
            source = each.text.provision["source"]
            by_source[source] = max(by_source.get(source, NO), each.breached)
        degrees = set(by_source.values())
        degree = degrees.pop() if len(degrees) == 1 else MAYBE
        told = max(said, key=lambda each: each.holds)
        by = [p for p in named_for(one) if self._during(told.text.binds.get(p, never), one)]
        doubts = [
            name
            for name, aspect in (("force", told.force), ("place", told.place), ("attribution", told.author))
            if aspect == MAYBE
        ]
        words = [self._words(doubt, told, one, by) for doubt in doubts]
        doubts += ["answer"] if told.answer == MAYBE else []
        text = told.text.provision
        where = f" in {text['zone']}" if "zone" in text else ""
        act = one["frame"]["act"].replace("_", " ")
        words.insert(0, f"article {text['article']} of {told.text.agreement} rules out this act ({act}){where}")
        if self.answers(one):
            words.append(_on_answers(told))
        differ = degree == MAYBE and told.breached != MAYBE
        return {
            "policy": "compliance-1",
            "finding": STATUS[degree],
            "by": by,
            "doubts": [*doubts, *(["text"] if differ else [])],
            "text_by": text["source"],
            "reason": f"{'; '.join(words)}.{' Its sources give the text differently.' if differ else ''}",
        }

    def _words(self, doubt: str, told: Said, one: Raw, by: list[str]) -> str:
        if doubt == "force":
            return "it is open whether it was in force when this happened"
        return _who(one, by) if doubt == "attribution" else _where(told.text, one["frame"]["place"])


def named_for(one: Raw) -> list[str]:
    """Nobody, where only an analyst leaves to nobody what the claims lay to one party alone."""
    left_open = one["possible"] if len(one["possible"]) > 1 else []
    return list(left_open if one["attribution"] == "unattributed" else one["perpetrators"])


def _author(text: Text, one: Raw) -> At:
    if one["attribution"] in SETTLED:
        return any_of(*(text.binds.get(party, never) for party in one["perpetrators"]))
    perhaps = any_of(*(text.binds.get(party, never) for party in named_for(one) or text.binds))
    return lambda at: min(perhaps(at), MAYBE)


def _against(attack: Raw, targets: list[str]) -> int:
    attackers = set() if attack["standing"] == "merged" else {*(attack["perpetrators"] or named_for(attack))}
    if not attackers or not targets:
        return MAYBE
    if not {*targets} <= attackers:
        return NO
    return YES if attack["attribution"] in SETTLED else MAYBE


def _where(text: Text, place: Raw) -> str:
    zone, drawings = text.provision["zone"], text.drawings or []
    near = any(lies_in(place, box) == MAYBE for _, box in drawings)
    radius = f"about {RADIUS_KM.get(place['precision'])} km ({place['precision']})"
    reasons = (
        (not drawings, f"nobody has drawn {zone}"),
        ("lat" not in place, "the place has no coordinates"),
        (place["precision"] == "country", "the place is known only to the country"),
        (near, f"the place is known to {radius}, so it may lie in or out"),
        (len(drawings) > 1, f"the drawings of {zone} differ, and the place lies in one and not in another"),
        (True, f"it is open whether {zone} was drawn when this happened"),
    )
    return next(reason for fits, reason in reasons if fits)


def _who(one: Raw, by: list[str]) -> str:
    candidates = named_for(one)
    if not candidates:
        return "nobody is named for it"
    if one["attribution"] in SETTLED:
        return f"it is open whether {' or '.join(candidates)} was bound then"
    are = "is" if len(by) == 1 else "are"
    bound = "each of whom is bound" if by == candidates else f"of whom {' and '.join(by)} {are} bound"
    said = "contested" if one["attribution"] == "contested" else "left open"
    return f"who did it is {said}: {' or '.join(candidates)}, {bound}"


def _on_answers(told: Said) -> str:
    allowed = told.text.provision.get("answer_allowed")
    if allowed is None:
        return "the text is silent on answering an attack"
    if not allowed:
        return "the text allows no answer to an attack"
    return (
        "it is no answer of the kind that the text allows",
        "it is open whether it is an answer of the kind that the text allows",
        "it answers an attack, as the text allows",
    )[told.answer]
