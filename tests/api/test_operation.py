from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.access import Role
from api.http.problems import ProblemDetails
from api.settings import BadSetting, Settings
from api.wiring import Truceline
from projections.store import Store
from tests.api.conftest import BOOTSTRAP, as_role, serving
from tests.api.story import ROOT
from tests.postgres import Cluster


def test_a_server_lives_and_is_ready_once_it_shows_what_the_log_held(nayrab: TestClient, truceline: Truceline) -> None:
    assert nayrab.get("/health").json() == {"status": "alive"}
    ready = nayrab.get("/ready").json()
    assert (ready["status"], ready["log"], ready["parked"]) == ("ready", truceline.ledger.position, 0)


def test_a_follower_that_meets_an_error_makes_the_server_not_ready(client: TestClient, truceline: Truceline) -> None:
    truceline.follower.stop()
    truceline.follower.failure = "OperationalError: secret host is down"

    answer = client.get("/ready")

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/not-ready")
    assert "secret" not in answer.text


def test_metrics_tell_positions_and_requests_by_status(nayrab: TestClient, truceline: Truceline) -> None:
    nayrab.get("/nowhere")

    told = dict(line.rsplit(" ", 1) for line in nayrab.get("/metrics").text.splitlines() if not line.startswith("#"))

    assert told["truceline_log_position"] == told["truceline_projections_position"] == str(truceline.ledger.position)
    assert told["truceline_parked_streams"] == "0"
    assert told['truceline_requests_total{method="GET",status="404"}'] == "1"


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_rebuild_answers_as_before_and_the_server_goes_on(
    nayrab: TestClient, truceline: Truceline, times: int
) -> None:
    before = nayrab.get(f"{ROOT}/incidents").json()
    position = truceline.ledger.position

    reports = [nayrab.post(f"{ROOT}/rebuild").json() for _ in range(times)]

    assert [report["position"] for report in reports] == [position] * times
    assert nayrab.get(f"{ROOT}/incidents").json() == before
    written = nayrab.post(f"{ROOT}/parties", json={"slug": "sna", "name": "SNA", "kind": "armed_group"})
    assert nayrab.get(written.headers["Location"]).status_code == 200


def test_tables_made_anew_are_the_ones_found_at_the_next_start(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(database=sqlite_url, bootstrap_key=BOOTSTRAP)
    with serving(settings) as (truceline, client):
        client.post(f"{ROOT}/parties", json={"slug": "sna", "name": "SNA", "kind": "armed_group"})
        client.post(f"{ROOT}/rebuild")
        position = truceline.store.position

    assert [path.name for path in tmp_path.glob("*.projections*")] == ["ledger.db.projections"]
    store = Store(settings.projections_path)
    assert store.position == position == 1
    store.close()


def test_only_one_rebuild_runs_at_a_time(client: TestClient, truceline: Truceline) -> None:
    with truceline.rebuilding:
        answer = client.post(f"{ROOT}/rebuild")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/rebuild-running")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", f"{ROOT}/incidents/", 404),
        ("DELETE", f"{ROOT}/incidents", 405),
        ("PUT", f"{ROOT}/parties/turkey", 405),
        ("GET", f"{ROOT}/parties/atlantis", 404),
        ("GET", f"{ROOT}/incidents/not-an-id", 422),
        ("GET", f"{ROOT}/incidents?min_position=99999999999999999999999", 422),
        ("POST", f"{ROOT}/parties", 422),
    ],
)
def test_every_error_has_the_same_shape(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = ProblemDetails.model_validate(answer.json(), strict=True)
    assert problem.status == status
    assert problem.type.startswith("/problems/")
    assert problem.instance == path.partition("?")[0]
    assert set(answer.json()) == set(ProblemDetails.model_fields)


def test_an_error_of_ours_tells_nothing_of_our_insides(
    client: TestClient, truceline: Truceline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(truceline, "store", None)

    answer = client.get(f"{ROOT}/incidents")

    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/unexpected")
    assert "NoneType" not in answer.text


def test_while_the_database_is_down_the_ledger_is_unreachable_and_then_it_goes_on(
    postgres_cluster: Cluster, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.keyring._TIMEOUT_SECONDS", 0.5)
    party = {"slug": "sna", "name": "SNA", "kind": "armed_group"}
    with serving(Settings(database=postgres_url, bootstrap_key=BOOTSTRAP)) as (truceline, client):
        as_role(truceline, client, Role.ANALYST)
        postgres_cluster.stop("immediate")
        try:
            answer = client.post(f"{ROOT}/parties", json=party)
        finally:
            postgres_cluster.start()

        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/ledger-unreachable")
        assert "Retry-After" in answer.headers
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert client.post(f"{ROOT}/parties", json=party).status_code == 201
        assert client.get(f"{ROOT}/parties/sna").status_code == 200


def test_settings_come_from_the_environment() -> None:
    settings = Settings.from_environment(
        {
            "TRUCELINE_DATABASE": "postgresql://db/truceline",
            "TRUCELINE_BOOTSTRAP_KEY": "boot",
            "TRUCELINE_PUBLIC_READ": "false",
        }
    )

    assert settings == Settings("postgresql://db/truceline", None, "boot", public_read=False)
    assert settings.projections_path == ":memory:"
    assert Settings.from_environment({}) == Settings("sqlite:///truceline.db", None, None, public_read=True)
    assert Settings.from_environment({}).projections_path == "truceline.db.projections"
    with pytest.raises(BadSetting, match="TRUCELINE_PUBLIC_READ is 'perhaps'"):
        Settings.from_environment({"TRUCELINE_PUBLIC_READ": "perhaps"})
