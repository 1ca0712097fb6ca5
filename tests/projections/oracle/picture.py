"""The whole ledger as a lens shows it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tests.projections.oracle.beside import beside
from tests.projections.oracle.body import counted_parts, line_of, page_of, stated_answers
from tests.projections.oracle.breaching import Breaching
from tests.projections.oracle.days import earliest_beginning, end_of, latest_beginning
from tests.projections.oracle.pile import Raw, clock, in_view, named, opening
from tests.projections.oracle.verdict import existing, verdict

UNCOUNTED = {"retracted", "merged"}


@dataclass(frozen=True)
class Cut:
    """What the words of a query cut away: by what had happened, what was known, and what was recorded."""

    as_of: datetime | None
    known_at: datetime | None
    position: int
    tz: str


def cut_by(facts: list[Raw], words: dict[str, str]) -> Cut:
    """Read the words of a query; a bare date ends with its day in `tz`, and a recording time is a position."""
    tz = words.get("tz", "UTC")
    as_of, known_at = (end_of(words[name], tz) if name in words else None for name in ("as_of", "known_at"))
    place = words.get("position", str(len(facts)))
    return Cut(as_of, known_at, int(place) if place.isdigit() else recorded_by(facts, end_of(place, tz)), tz)


def recorded_by(facts: list[Raw], moment: datetime) -> int:
    """The last position before which every clock of every writer showed the moment or less."""
    later = [fact["position"] for fact in facts if clock(fact["timestamp"]) > moment]
    return min(later, default=len(facts) + 1) - 1


class Picture:
    """What the facts say under a cut."""

    def __init__(self, facts: list[Raw], cut: Cut) -> None:
        self.cut = cut
        self.facts = facts
        self.recorded = in_view(facts, None, cut.position)
        self.visible = in_view(facts, cut.known_at, cut.position)

    @cached_property
    def judged_at(self) -> datetime:
        """The moment at which what is open or overdue is judged."""
        recorded = max((clock(fact["timestamp"]) for fact in self.recorded), default=clock("1970-01-01T00:00:00Z"))
        return recorded if self.cut.as_of is None else min(self.cut.as_of, recorded)

    def had_happened(self, moment: Raw | None) -> bool:
        return moment is None or self.cut.as_of is None or latest_beginning(moment) <= self.cut.as_of

    @cached_property
    def incidents(self) -> dict[str, Raw]:
        """Every incident that is there, judged; by when it began, then by id."""
        judged = {stream: verdict(told) for stream, told in existing(self.visible).items()}
        shown = {stream: one for stream, one in judged.items() if self.had_happened(one["frame"]["occurred"])}
        return dict(sorted(shown.items(), key=lambda item: (self.began(item[1]["frame"]["occurred"]), item[0])))

    @cached_property
    def counting(self) -> dict[str, Raw]:
        """Those that count."""
        return {stream: one for stream, one in self.incidents.items() if one["standing"] not in UNCOUNTED}

    @staticmethod
    def began(moment: Raw) -> datetime:
        return earliest_beginning(moment)

    def streams(self, kind: str) -> dict[str, list[Raw]]:
        """The facts of each stream of a kind whose opening is known: it says all, where an incident's only frames."""
        told: dict[str, list[Raw]] = {}
        for fact in self.visible:
            if fact["name"].startswith(f"{kind}."):
                told.setdefault(fact["stream"], []).append(fact)
        known = self.cut.known_at
        return {
            stream: [opening(facts), *(fact for fact in _known_order(facts) if fact["version"] > 1)]
            for stream, facts in told.items()
            if known is None or clock(opening(facts)["known_at"]) <= known
        }

    @cached_property
    def statements(self) -> dict[str, Raw]:
        """Every statement that had been made, with what it is said to answer, and why it was withdrawn, if it was."""
        shown = {}
        for stream, told in self.streams("statement").items():
            first, taken_back = told[0], named(told, "withdrawn")
            if self.had_happened(first["body"]["made"]):
                body = first["body"] | {"answers": stated_answers(told)}
                shown[stream] = first | {"body": body, "withdrawn": taken_back[-1]["reason"] if taken_back else None}
        return shown

    def shows(self, answer: Raw) -> bool:
        """Whether what it answers is there: a reference to something unseen waits."""
        return answer.get("incident") in self.incidents or answer.get("statement") in self.statements

    def waiting(self, body: Raw) -> Raw:
        """The same with only such answers as answer something that is there."""
        return body | {"answers": [answer for answer in body["answers"] if self.shows(answer)]}

    @cached_property
    def breaching(self) -> Breaching:
        """The incidents judged by the texts that the picture shows."""
        return Breaching(self)

    def judged(self, stream: str, body: Raw) -> Raw:
        """The same with what the texts come to beside what is said of each breach."""
        return body | {"breaches": beside(body["breaches"], self.breaching.judged(stream))}

    def line(self, stream: str) -> Raw:
        """An incident in a list."""
        one = self.incidents[stream]
        return self.judged(stream, self.waiting(line_of(stream, one))) | counted_parts(one)

    def page(self, stream: str) -> Raw:
        """An incident's own page, save for what answers it."""
        return self.judged(stream, self.waiting(page_of(stream, self.incidents[stream])))


def _known_order(facts: list[Raw]) -> list[Raw]:
    return named(facts, *{fact["name"].partition(".")[2] for fact in facts})
