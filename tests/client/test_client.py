"""The notebook's door: reads through a lens, page by page; writes once, however often they are sent."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import polars as pl
import pytest

from api.client import Refusal, Truceline, Unreachable
from api.client.words import Filters, Lens
from domain.incident.reports import ClaimAddition, IncidentReport
from projections.selection import Selection
from tests.cli.process import KEY, serving
from tests.cli.reporting import an_incident, introduce

DAMASCUS_SAYS = {
    "source": "turkey-mod",
    "published_at": "2020-02-21T09:00:00Z",
    "text": "revised",
    "perpetrator": "syria-government",
}


class Dropping(BaseHTTPRequestHandler):
    """Passes each request on to a server, and loses the answer to the first ones."""

    server: "Lossy"

    def do_POST(self) -> None:
        self._pass_on()

    def do_GET(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {
            name: self.headers[name]
            for name in ("Authorization", "Idempotency-Key", "Content-Type")
            if name in self.headers
        }
        with httpx2.Client(trust_env=False) as onward:
            answered = onward.request(self.command, self.server.behind + self.path, content=body, headers=headers)
        self.server.seen.append(headers.get("Idempotency-Key", ""))
        self.close_connection = True
        if len(self.server.seen) <= self.server.lose:
            return
        self.send_response(answered.status_code)
        self.send_header("Content-Length", str(len(answered.content)))
        self.end_headers()
        self.wfile.write(answered.content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's name
        """Keep it to itself."""


class Lossy(ThreadingHTTPServer):
    behind = ""
    lose = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Dropping)
        self.seen: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('client') / 'ledger.db'}") as server:
        introduce(server.client)
        yield str(server.client.base_url).rstrip("/")


@pytest.fixture
def record(url: str) -> Iterator[Truceline]:
    with Truceline(url, KEY) as record:
        yield record


@pytest.fixture
def lossy(url: str) -> Iterator[Lossy]:
    with Lossy() as server:
        server.behind = url
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_report_is_read_back_with_its_claims(record: Truceline) -> None:
    written = record.report(IncidentReport.model_validate(an_incident("first")))
    again = record.claim(
        written.id, ClaimAddition.model_validate(DAMASCUS_SAYS | {"supersedes": written.made["claim"]})
    )
    told = record.incident(written.id, min_position=again.position)
    assert [claim["text"] for claim in told["claims"]] == ["first", "revised"]
    assert told["claims"][0]["superseded_by"] == again.made["claim"]
    assert {one["made_by"] for one in record.history(written.id)} == {
        "incident.claim_added",
        "incident.claim_superseded",
    }


def test_a_lens_holds_until_another_is_given(record: Truceline) -> None:
    written = record.report(an_incident("lens"))
    record.claim(written.id, DAMASCUS_SAYS)
    early = record.through(known_at=datetime(2020, 2, 20, 23, tzinfo=UTC))
    assert len(early.incident(written.id)["claims"]) == 1
    assert len(early.incident(written.id, known_at=date(2020, 2, 21))["claims"]) == 2
    assert len(record.incident(written.id)["claims"]) == 2


def test_every_page_is_taken_under_one_lens(record: Truceline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.client.asking._PAGE", 2)
    keys = {str(record.report(an_incident(f"page {number}")).id) for number in range(5)}
    taken = record.incidents(target="turkey")
    first = next(taken)["id"]
    late = str(record.report(an_incident("late")).id)
    listed = [first, *(one["id"] for one in taken)]
    assert keys <= set(listed)
    assert late not in listed
    assert len(listed) == len(set(listed))


def test_an_answer_is_cited_by_an_address_that_does_not_move(record: Truceline, url: str) -> None:
    counts = record.counts("party,act")
    assert counts.cited is not None
    record.report(an_incident("after"))
    again = httpx2.get(f"{url}{counts.cited}", trust_env=False).json()
    assert again["lens"]["permanent"]
    assert again["groups"][0]["violations"] == counts["groups"][0]["violations"]


def test_a_refusal_carries_the_problem(record: Truceline) -> None:
    with pytest.raises(Refusal) as refused:
        record.report(an_incident("bad") | {"act": "bombing"})
    assert (refused.value.problem.status, refused.value.problem.field) == (422, "act")
    with pytest.raises(Refusal, match="no party 'nobody' is registered"):
        next(record.incidents(party="nobody"))


def test_a_naive_time_is_refused_before_it_is_sent(record: Truceline) -> None:
    with pytest.raises(ValueError, match="2020-02-20T00:00:00 has no offset"):
        record.counts(known_at=datetime(2020, 2, 20))  # noqa: DTZ001 - that is what is wrong with it


def test_a_lost_answer_is_asked_for_again_and_nothing_is_written_twice(record: Truceline, lossy: Lossy) -> None:
    lossy.lose = 2
    before = len(list(record.incidents(q="lost once")))
    with Truceline(lossy.url, KEY) as shaky:
        written = shaky.report(an_incident("lost once"))
    assert len(lossy.seen) == 3
    assert len(set(lossy.seen)) == 1
    found = [one["id"] for one in record.incidents(q="lost once", min_position=written.position)]
    assert (before, found) == (0, [str(written.id)])


def test_two_calls_are_two_writes_unless_they_come_with_one_key(record: Truceline) -> None:
    first, second = record.report(an_incident("twice")), record.report(an_incident("twice"))
    assert first.id != second.id
    third, fourth = (record.report(an_incident("keyed"), key="mine") for _ in range(2))
    assert third == fourth


def test_a_server_that_never_answers_is_given_up(lossy: Lossy) -> None:
    lossy.lose = 100
    with Truceline(lossy.url, attempts=2) as shaky, pytest.raises(Unreachable, match="2 times"):
        shaky.counts()
    assert len(lossy.seen) == 2


def test_an_export_becomes_a_file(record: Truceline, tmp_path: Path) -> None:
    at = record.report(an_incident("exported")).position
    listed = record.read("incidents", target="turkey", min_position=at)
    frame = pl.read_parquet(record.export("incidents", tmp_path / "all.parquet", target="turkey"))
    assert len(frame) == listed["count"] > 0
    assert record.export("counts", tmp_path / "counts.csv", group_by="act").read_text().startswith("act,")
    with pytest.raises(Refusal, match="incidents come as csv"):
        record.export("incidents", tmp_path / "all.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.parquet", "counts.csv"]


def test_the_lists_without_pages_are_lists(record: Truceline) -> None:
    assert {one["slug"] for one in record.listed("parties")} == {"turkey", "syria-government"}
    assert record.chains() == []


def test_how_an_agreement_was_kept_is_asked_by_its_name(record: Truceline) -> None:
    made = {"slug": "truce", "title": "Truce", "made": {"from": "2020-02-21"}, "parties": ["turkey"]}
    record.write("agreements", made | {"source": "turkey-mod", "published_at": "2020-02-21"})
    told = record.compliance("truce", as_of="2020-03-01")
    assert (told["agreement"], told["provisions"], told["in_force"]) == ("truce", [], "not_in_force")
    with pytest.raises(Refusal, match="there is no agreement versailles"):
        record.compliance("versailles")


def test_a_fit_is_adopted_once_however_often_its_answer_is_lost(record: Truceline, lossy: Lossy) -> None:
    back = an_incident("answered") | {"targets": ["syria-government"]}
    back["claim"]["perpetrator"] = "turkey"
    record.report(an_incident("to be answered"))
    record.report(back)
    lossy.lose = 1
    with Truceline(lossy.url, KEY) as through:
        written = through.adopt_fit("both are entered", as_of=date(2020, 3, 1))
    [fit] = record.fits(min_position=written.position)
    assert len(set(lossy.seen)) == 1 < len(lossy.seen)
    assert (fit["id"], fit["reason"], fit["in_force"]) == (str(written.id), "both are entered", True)
    assert fit["fitted_to"]["as_of"] == "2020-03-01T23:59:59.999999Z"


def test_what_guarantors_count_is_asked_by_day_or_from_one_to_another(record: Truceline) -> None:
    told = {"body": "commission", "side": "turkey", "source": "turkey-mod", "total": 6, "published_at": "2020-02-21"}
    record.write("bulletins", told | {"period": {"from": "2020-02-21"}})
    one = record.reconciliation(day=date(2020, 2, 21), as_of="2020-03-01")
    assert [(day["from"], day["sides"][0]["total"]) for day in one["days"]] == [("2020-02-21", 6)]
    assert one["lens"]["as_of"] == "2020-03-01T23:59:59.999999Z"
    assert record.reconciliation(first="2020-02-22", last="2020-02-29", body="commission")["days"] == []
    with pytest.raises(Refusal, match="no bulletin is of the region 'Idlb'"):
        record.reconciliation(region="Idlb")


def test_how_often_acts_were_answered_is_asked_by_period_and_side(record: Truceline) -> None:
    told = record.escalation(period="month", side="turkey", first=date(2020, 1, 1), last="2020-02-29")
    assert (told["period"], told["side"], told["from"], told["to"]) == ("month", "turkey", "2020-01-01", "2020-02-29")
    with pytest.raises(Refusal, match="2020-01-01 is before 2020-02-01"):
        record.escalation(first="2020-02-01", last=date(2020, 1, 1))


def test_the_filters_are_those_of_the_api() -> None:
    assert set(Filters.__annotations__) - set(Lens.__annotations__) == set(Selection.model_fields)
