"""A story of everything that a ledger holds, beside its incidents: texts, numbers, watches, parties and sources."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.agreement.agreement import Agreement
from domain.agreement.values import ObligationReport, ZoneReport
from domain.bulletin import Bulletin, BulletinCorrection, BulletinReport
from domain.errors import Refused
from domain.figure import Figure, FigureReport, FigureRevision
from domain.judgement import Mend
from domain.monitoring import AccessDenialReport, CoverageReport, Monitoring
from domain.party import AffiliationEndReport, AffiliationReport, Party, RenamingReport
from domain.source import GradeReport, LicenceReport, Source
from tests.domain.arrange import PARTIES, made, words
from tests.projections.arrange import a_book
from tests.projections.histories import QUANTITIES, SPEAKERS, WHAT_ELSE, Turn
from tests.projections.story import Story

SOCHI = Agreement.stream("sochi-2018")
BOXES = ((36.7, 35.8, 36.75, 35.9), (36.0, 35.0, 37.0, 36.0))
"""Around Nayrab, and around Saraqib as well: west, south, east, north."""

PLACES: tuple[dict[str, Any], ...] = (
    {},
    {"place": {"name": "Saraqib", "lat": 35.86, "lon": 36.8, "adm1": "Idlib"}},
    {"place": {"name": "somewhere in Aleppo", "adm1": "Aleppo"}, "targets": ["iran"]},
    {"place": {"name": "Nayrab", "adm1": "unknown"}},
    {"place": {"name": "near Nayrab", "lat": 35.87, "lon": 36.72, "precision": "exact", "adm1": "Idlib"}},
    {"place": {"name": "Idlib", "lat": 35.93, "lon": 36.63, "precision": "governorate", "adm1": "Idlib"}},
    {"place": {"name": "Syria", "lat": 35.0, "lon": 38.0, "precision": "country"}},
)

RULES: tuple[dict[str, Any], ...] = (
    {},
    {"acts": ["air_strike"], "zone": "de-escalation-zone"},
    {"acts": ["air_strike", "shelling"], "answer_allowed": True, "answer_to_attacker_only": True},
    {"acts": ["air_strike", "shelling"], "binds": ["syria-government", "opposition"], "answer_allowed": False},
    {
        "acts": ["shelling", "air_strike"],
        "zone": "de-escalation-zone",
        "since": {"from": "2020-02-03", "zone": "Asia/Damascus"},
        "answer_allowed": True,
        "answer_within_hours": 24,
    },
    {"acts": ["air_strike"], "since": {"from": "2020-02-04T22:30:00Z"}, "until": {"from": "2020-02-06"}},
    {"acts": ["air_strike"], "zone": "nowhere", "binds": ["russia", "turkey"], "answer_allowed": True},
)
"""What articles forbid; the first of them nothing."""

AREAS: tuple[dict[str, str], ...] = (
    {"name": "Idlib", "adm1": "Idlib"},
    {"name": "the front"},
    {"name": "Syria", "precision": "country"},
    {"name": "Aleppo", "adm1": "Aleppo"},
)


class World(Story):
    """Tells turns of every kind to a book."""

    def tell(self, turn: Turn) -> None:
        if turn.still:
            self.book.now -= timedelta(minutes=1)
        if turn.what not in ELSE:
            super().tell(turn)
            return
        if turn.back:
            self.book.now -= timedelta(minutes=7)
        with suppress(Refused):
            ELSE[turn.what](self, turn)

    def _frame(self, turn: Turn) -> dict[str, Any]:
        return super()._frame(turn) | turn.of(PLACES, 4)

    def told_of(self, kind: str) -> list[UUID]:
        """List the streams of a kind."""
        stored = self.book.ledger.stored_after(0, 1_000_000)
        return [one.originator_id for one in stored if one.originator_version == 1 and one.topic.startswith(kind)]  # type: ignore[misc]

    def _open(self, make: Callable[..., Any], report: object) -> None:
        self.book.clerk().open(make, report)

    def _of_some(self, turn: Turn, kind: str, command: Callable[..., Any], report: object, thing: Any) -> None:  # noqa: ANN401 - a kind
        if streams := self.told_of(kind):
            self.book.change(turn.of(streams, 3), command, report, kind=thing)

    def ultimatum(self, turn: Turn) -> None:
        chosen = [turn.of(self.incidents, 3)] if self.incidents else []
        answers: list[dict[str, Any]] = [{"incident": one, "asserted_by": "afp"} for one in chosen]
        answers += [{"statement": one, "asserted_by": "sohr"} for one in self.statements[-1:]]
        deadline = {"from": turn.of(("2020-02-29", "2020-03-31", "2020-04-01T00:40:00Z"), 2)}
        made_at = turn.happened if turn.who % 2 else {"from": "2020-02-09"}
        said = {"made": made_at, "published_at": turn.published, "answers": answers[: turn.how % 3]}
        self.statements.append(self.book.state(by=turn.of(("turkey", "russia")), deadline=deadline, **said))

    def figure(self, turn: Turn) -> None:
        said = words(turn.of(SPEAKERS), published=turn.published, quantity=turn.of(QUANTITIES, 3))
        period = {"period": turn.happened} if turn.how % 3 else {}
        measure = turn.of(("displaced", "refugees hosted"))
        self._open(Figure.publish, made(FigureReport, **said | period, measure=measure, about="people"))

    def revise(self, turn: Turn) -> None:
        said = words(turn.of(SPEAKERS), published=turn.published, quantity=turn.of(QUANTITIES, 3))
        self._of_some(turn, "figure", Figure.revise, made(FigureRevision, **said), Figure)

    def bulletin(self, turn: Turn) -> None:
        said = words(turn.of(SPEAKERS), published=turn.published, body="joint-commission")
        said |= {"side": turn.of(("turkey", "russia")), "total": turn.how, "regions": {"Idlib": turn.who}}
        period = {"period": turn.happened} if turn.how % 3 else {}
        self._open(Bulletin.publish, made(BulletinReport, **said | period))

    def mend(self, turn: Turn) -> None:
        report = made(BulletinCorrection, total=turn.who, regions={"Aleppo": 1}, **turn.mending)
        self._of_some(turn, "bulletin", Bulletin.correct, report, Bulletin)

    def watch(self, turn: Turn) -> None:
        said = words(turn.of(SPEAKERS), published=turn.published, monitor=turn.of(("sohr", "afp"), 5))
        said |= {"place": turn.of(AREAS, 2)}
        self._open(Monitoring.declare, made(CoverageReport, **said, period=turn.happened))

    def deny(self, turn: Turn) -> None:
        said = words(turn.of(SPEAKERS), published=turn.published, denied_by=turn.of(("turkey", None), 3))
        said |= {"place": turn.of(AREAS, 4)}
        report = made(AccessDenialReport, **said, at=turn.happened)
        self._of_some(turn, "monitoring", Monitoring.deny_access, report, Monitoring)

    def unwatch(self, turn: Turn) -> None:
        self._of_some(turn, "monitoring", Monitoring.withdraw, made(Mend, **turn.mending), Monitoring)

    def let_in(self, turn: Turn) -> None:
        for stream in self.told_of("monitoring"):
            watch = self.book.ledger.get(Monitoring, stream)
            for denial in watch.state.denials[: turn.how % 3] if watch else ():
                mend = made(Mend, **turn.mending)
                self.book.clerk().change(Monitoring, stream, Monitoring.withdraw_denial, denial.id, mend)

    def become(self, turn: Turn) -> None:
        parts: tuple[tuple[str, dict[str, str]], ...] = (
            *(("entered_into_force", {}), ("suspended", {}), ("resumed", {}), ("ended", {})),
            *(("acceded", {"party": "iran"}), ("provision_repealed", {"article": "2"})),
        )
        change, more = turn.of(parts)
        at = turn.of(("2018-10-10", "2018-10-15", "2020-02-04", "2020-02-06"), 6)
        self.book.become(change, at, turn.of(SPEAKERS, 2), published=turn.published, **more)

    def adopt(self, turn: Turn) -> None:
        deadline = {"from": turn.of(("2018-10-10", "2020-02-05", "2020-04-01T00:30:00Z"), 2)}
        article = turn.of(("1", "2", "10"))
        said = {"kind": "obliges", "deadline": deadline, "published_at": turn.published} | turn.of(RULES, 3)
        self.book.adopt(article, turn.of(SPEAKERS, 3), **said)

    def promise(self, turn: Turn) -> None:
        said = words(turn.of(SPEAKERS), published=turn.published, article=turn.of(("1", "2")), at=turn.happened)
        report = made(ObligationReport, **said, finding=turn.of(("met", "met", "unmet"), 2))
        self.book.change(SOCHI, Agreement.assess_obligation, report, kind=Agreement)

    def draw(self, turn: Turn) -> None:
        west, south, east, north = turn.of(BOXES)
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        said = words(turn.of(SPEAKERS), published=turn.published, slug="de-escalation-zone", name="Zone")
        area = {"type": "Polygon", "coordinates": [ring]}
        said |= {} if turn.how % 3 else {"since": turn.happened}
        self.book.change(SOCHI, Agreement.draw, made(ZoneReport, **said, geometry=area, schematic=True), kind=Agreement)

    def rename(self, turn: Turn) -> None:
        report = made(RenamingReport, name=turn.of(("Türkiye", "Turkey", "turkey")), aliases=["TR"], reason="so called")
        self.book.change(Party.stream(turn.of(PARTIES, 3)), Party.rename, report, kind=Party)

    def affiliate(self, turn: Turn) -> None:
        said = {"with": turn.of(PARTIES, 2)} | {
            "relation": turn.of(("ally", "member", "member"), 5),
            "from": "2015-09-30",
            "source": "sohr",
        }
        self.book.change(Party.stream(turn.of(PARTIES)), Party.affiliate, made(AffiliationReport, **said), kind=Party)

    def part(self, turn: Turn) -> None:
        stream = Party.stream(turn.of(PARTIES))
        party = self.book.ledger.get(Party, stream)
        report = made(AffiliationEndReport, to=turn.of(("2019-12-31", "2020-01-31")), reason="fell out")
        for affiliation in party.state.affiliations if party else ():
            self.book.clerk().change(Party, stream, Party.end_affiliation, affiliation, report)

    def judge_source(self, turn: Turn) -> None:
        side = {"aligned_with": turn.of((None, "russia", "turkey"))} if turn.how % 2 else {}
        report = made(GradeReport, reliability=turn.of("ABCDEF", 2), reason="so it proved", **side)
        self.book.change(Source.stream(turn.of(SPEAKERS)), Source.regrade, report, kind=Source)

    def license_source(self, turn: Turn) -> None:
        said = {"licence": turn.of((None, "CC-BY-4.0")), "attribution": turn.of(("as it asks", None), 1)}
        report = made(LicenceReport, reason="so its terms say", **dict([[*said.items()][turn.how % 2]]))
        self.book.change(Source.stream(turn.of(SPEAKERS)), Source.relicense, report, kind=Source)


ELSE: dict[str, Callable[[World, Turn], None]] = {name: getattr(World, name) for name in WHAT_ELSE}


def world_of(history: list[Turn]) -> World:
    """Answer the book in which a history of every kind was written down."""
    world = World(a_book())
    for turn in history:
        world.tell(turn)
    return world
