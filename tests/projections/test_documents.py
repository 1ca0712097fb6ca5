"""Figures, bulletins, watches, statements, parties: what is kept whole is read whole, in order, under the same lens."""

from uuid import UUID, uuid4

import pytest

from domain.bulletin import Bulletin, BulletinCorrection, BulletinReport
from domain.figure import Figure, FigureReport, FigureRevision
from domain.model import Aggregate
from domain.monitoring import AccessDenialReport, CoverageReport, Monitoring
from domain.party import AffiliationReport, Party, RenamingReport
from projections import agreements, bulletins, figures, monitoring, parties, sources, statements
from tests.domain.arrange import made, words
from tests.projections.arrange import Book, a_book, followed, lens


def test_a_figure_gives_its_first_number_and_the_latest_with_every_one_between() -> None:
    book = a_book()
    displaced = a_figure(book, "displaced", {"about": 900_000}, period={"from": "2019-12-01", "to": "2020-02-20"})
    revision = made(FigureRevision, **words("afp", published="2020-03-01", quantity={"about": 950_000}))
    book.change(displaced, Figure.revise, revision, kind=Figure)
    store = followed(book.ledger)
    found = figures.one(store, lens(store), displaced)
    assert found is not None
    assert (found["quantity"], found["latest"]) == ({"about": 900_000}, {"about": 950_000})
    assert [one["source"] for one in found["revisions"]] == ["afp"]
    before = figures.one(store, lens(store, known_at="2020-02-29"), displaced)
    assert before is not None
    assert (before["latest"], before["revisions"]) == ({"about": 900_000}, [])
    assert figures.one(store, lens(store, known_at="2020-02-19"), displaced) is None
    assert figures.one(store, lens(store), uuid4()) is None


def test_figures_come_by_measure_and_time_and_one_without_a_period_is_of_any_time() -> None:
    book = a_book()
    hosted = a_figure(book, "hosted", {"exact": 3_700_000})
    later = a_figure(book, "displaced", {"about": 2}, period={"from": "2020-01-01"})
    sooner = a_figure(book, "displaced", {"about": 1}, period={"from": "2019-12-01"})
    store = followed(book.ledger)
    assert ids(figures.page(store, lens(store))) == [sooner, later, hosted]
    assert ids(figures.page(store, lens(store), measure="displaced")) == [sooner, later]
    assert ids(figures.page(store, lens(store, as_of="2019-12-31"))) == [sooner, hosted]


def test_a_bulletin_shows_what_its_regions_leave_unaccounted_and_when_it_was_mended() -> None:
    book = a_book()
    bulletin = a_bulletin(book, "turkey", total=8926, regions={"Idlib": 8900, "Aleppo": 18})
    mend = made(BulletinCorrection, total=8918, regions={"Idlib": 8900, "Aleppo": 18}, reason="typed 26 for 18")
    book.change(bulletin, Bulletin.correct, mend, kind=Bulletin)
    store = followed(book.ledger)
    seen = [bulletins.one(store, lens(store, known_at=known), bulletin) for known in ("2020-03-01", None)]
    told = [one and (one["total"], one["unaccounted"], one["corrected"]) for one in seen]
    assert told == [(8926, 8, None), (8918, 0, "typed 26 for 18")]


def test_bulletins_stand_side_by_side_and_undated_ones_come_first() -> None:
    book = a_book()
    turkish = a_bulletin(book, "turkey", period={"from": "2020-02-01"})
    russian = a_bulletin(book, "russia", period={"from": "2020-02-01"})
    undated = a_bulletin(book, "turkey")
    store = followed(book.ledger)
    assert ids(bulletins.page(store, lens(store))) == [undated, russian, turkish]
    assert ids(bulletins.page(store, lens(store), side="turkey")) == [undated, turkish]
    assert bulletins.one(store, lens(store), uuid4()) is None


def test_a_watch_shows_where_the_monitor_was_kept_out_once_that_was_known() -> None:
    book = a_book()
    watched = words("sohr", published="2020-02-01", monitor="sohr", period={"from": "2020-01-01"}, place={"name": "M5"})
    watch = book.clerk().open(Monitoring.declare, made(CoverageReport, **watched)).id
    kept_out = words("sohr", published="2020-02-10", denied_by="hts", at={"from": "2020-02-09"}, place={"name": "M5"})
    book.change(watch, Monitoring.deny_access, made(AccessDenialReport, **kept_out), kind=Monitoring)
    store = followed(book.ledger)
    seen = [monitoring.one(store, lens(store, known_at=known), watch) for known in ("2020-02-09", "2020-02-10")]
    assert [one and [denial["denied_by"] for denial in one["denials"]] for one in seen] == [[], ["hts"]]
    assert ids(monitoring.page(store, lens(store))) == [watch]
    assert monitoring.page(store, lens(store, as_of="2019-12-31")) == []


def test_statements_come_by_time_and_narrow_by_kind_and_speaker() -> None:
    book = a_book()
    late, early = book.state(made={"from": "2020-02-06"}), book.state(made={"from": "2020-02-04"})
    talks = book.state(kind="talks", by="russia", made={"from": "2020-02-05"})
    store = followed(book.ledger)
    assert ids(statements.page(store, lens(store))) == [early, talks, late]
    assert ids(statements.page(store, lens(store), kind="talks")) == [talks]
    assert ids(statements.page(store, lens(store), by="turkey")) == [early, late]
    assert statements.page(store, lens(store), kind="talks", by="turkey") == []
    assert statements.one(store, lens(store, as_of="2020-02-04"), talks) is None


def test_a_renamed_party_keeps_its_old_name_as_an_alias_and_shows_whom_it_stood_with() -> None:
    book = a_book()
    before = book.ledger.position
    stream = Party.stream("turkey")
    renaming = made(RenamingReport, name="Türkiye", reason="its own wish")
    book.change(stream, Party.rename, renaming, kind=Party)
    parts = {"with": "opposition", "relation": "ally", "from": "2017-01-01", "source": "afp"}
    book.change(stream, Party.affiliate, made(AffiliationReport, **parts), kind=Party)
    store = followed(book.ledger)
    now, then = (
        parties.one(store, lens(store), "turkey"),
        parties.one(store, lens(store, position=str(before)), "turkey"),
    )
    assert now is not None
    assert then is not None
    assert (now["name"], now["aliases"], now["affiliations"][0]["with"]) == ("Türkiye", ["turkey"], "opposition")
    assert (then["name"], then["aliases"], then["affiliations"]) == ("turkey", [], [])


def test_sources_and_agreements_come_in_order_and_what_is_not_there_is_none() -> None:
    book = a_book()
    book.agreement("astana-2017", made={"from": "2017-05-04"})
    store = followed(book.ledger)
    slugs = [one["slug"] for one in sources.page(store, lens(store))]
    assert slugs == sorted(slugs)
    assert [one["slug"] for one in agreements.page(store, lens(store))] == ["astana-2017", "sochi-2018"]
    assert [one["slug"] for one in agreements.page(store, lens(store, as_of="2018-01-01"))] == ["astana-2017"]
    assert sources.one(store, lens(store), "nobody") is None
    assert agreements.one(store, lens(store, as_of="2018-01-01"), "sochi-2018") is None


@pytest.mark.parametrize(
    ("articles", "order"), [(["10", "2", "2.1", "b"], ["b", "1", "2", "2", "2.1", "10"])], ids=["by their numbers"]
)
def test_articles_come_in_the_order_of_their_numbers(articles: list[str], order: list[str]) -> None:
    book = a_book()
    for article in articles:
        book.adopt(article, "afp")
    store = followed(book.ledger)
    found = agreements.one(store, lens(store), "sochi-2018")
    assert found is not None
    assert [one["article"] for one in found["provisions"]] == order


def a_figure(book: Book, measure: str, quantity: dict[str, int], **parts: object) -> UUID:
    said = words("reuters", published="2020-02-20", measure=measure, about="the north-west", quantity=quantity, **parts)
    return opened(book, Figure, made(FigureReport, **said))


def a_bulletin(book: Book, side: str, **parts: object) -> UUID:
    said = words("reuters", published="2020-02-20", body="reuters", side=side, **parts)
    return opened(book, Bulletin, made(BulletinReport, **said))


def opened(book: Book, kind: type[Aggregate], report: object) -> UUID:
    return book.clerk().open(kind.publish, report).id  # type: ignore[attr-defined]


def ids(found: list[dict[str, object]]) -> list[UUID]:
    return [UUID(str(one["id"])) for one in found]
