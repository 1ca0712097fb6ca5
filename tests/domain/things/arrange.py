"""Agreements, statements and numbers, with sensible defaults."""

from typing import Any

from domain.agreement.agreement import Agreement
from domain.agreement.values import AgreementReport, ChangeReport, ObligationReport, ProvisionReport, ZoneReport
from domain.bulletin import Bulletin, BulletinReport
from domain.figure import Figure, FigureReport, FigureRevision
from domain.monitoring import AccessDenialReport, CoverageReport, Monitoring
from domain.statement import Statement, StatementReport
from tests.domain.arrange import REGISTER, Register, entry, made, words

LATER = "2020-12-01"
"""Published after all that is told of here."""


def sochi(register: Register = REGISTER, **parts: Any) -> Agreement:
    """Sign the memorandum of Sochi; nothing is in force yet."""
    told = {
        "slug": "sochi-2018",
        "title": "Memorandum on Stabilization",
        "made": {"from": "2018-09-17"},
        "parties": ["russia", "turkey"],
    }
    return Agreement.make(entry(), made(AgreementReport, **words(published="2018-09-17") | told | parts), register)


def provision(article: str = "1", source: str = "turkey-mod", **parts: Any) -> ProvisionReport:
    told = {"article": article, "text": "All shelling stops.", "kind": "forbids", "acts": ["shelling"]}
    return made(ProvisionReport, **words(source, published=LATER) | told | parts)


def change(kind: str, on: str, source: str = "turkey-mod", **parts: Any) -> ChangeReport:
    return made(ChangeReport, **words(source, published=LATER) | {"change": kind, "at": {"from": on}} | parts)


def changed(agreement: Agreement, *changes: ChangeReport) -> Agreement:
    for one in changes:
        agreement.change(one, REGISTER)
    return agreement


def obligation(article: str = "1", **parts: Any) -> ObligationReport:
    told = {"article": article, "finding": "unmet", "at": {"from": "2018-10-15"}}
    return made(ObligationReport, **words(published=LATER) | told | parts)


def zone(slug: str = "m4", **parts: Any) -> ZoneReport:
    line = {"type": "LineString", "coordinates": [[35.9, 35.6], [36.7, 35.8]]}
    told = {"slug": slug, "name": "M4", "schematic": True, "corridor": {"line": line, "km_each_side": 6}}
    return made(ZoneReport, **words(published=LATER) | told | parts)


def ultimatum(register: Register = REGISTER, **parts: Any) -> Statement:
    told = {
        "kind": "ultimatum",
        "by": "turkey",
        "addressed_to": ["syria-government"],
        "made": {"from": "2020-02-05"},
        "deadline": {"from": "2020-02-29"},
    }
    report = made(StatementReport, **words("turkey-presidency", published="2020-02-05") | told | parts)
    return Statement.issue(entry(), report, register)


def displaced(register: Register = REGISTER, **parts: Any) -> Figure:
    told = {"measure": "displaced", "about": "people on the move in Idlib", "quantity": {"about": 900_000}}
    return Figure.publish(entry(), made(FigureReport, **words("sohr", published="2020-02-17") | told | parts), register)


def revision(number: int, published: str) -> FigureRevision:
    return made(FigureRevision, **words("sohr", published=published, quantity={"exact": number}))


def bulletin(register: Register = REGISTER, **parts: Any) -> Bulletin:
    """Publish what the Russian side of the commission registered; its regions do not add up."""
    told = {
        "body": "joint-commission",
        "side": "russia",
        "period": {"from": "2018-10-01"},
        "total": 27,
        "regions": {"Aleppo": 8, "Latakia": 15, "Idlib": 3},
        "confirmed": [{"by": "turkey", "count": 5}],
    }
    report = made(BulletinReport, **words("russia-mod", published="2018-10-02") | told | parts)
    return Bulletin.publish(entry(), report, register)


def watch(register: Register = REGISTER, **parts: Any) -> Monitoring:
    told = {"monitor": "sohr", "period": {"from": "2020-02-01", "to": "2020-02-29"}, "place": {"name": "Idlib"}}
    report = made(CoverageReport, **words("sohr", published="2020-03-01") | told | parts)
    return Monitoring.declare(entry(), report, register)


def kept_out(**parts: Any) -> AccessDenialReport:
    told = {"at": {"from": "2020-02-10"}, "place": {"name": "Saraqib"}, "denied_by": "syria-government"}
    return made(AccessDenialReport, **words("sohr", published="2020-02-11") | told | parts)
