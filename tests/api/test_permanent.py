"""What makes an address permanent, what its headers say, and what the others say instead."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import STRIKE
from api.http import caching
from api.settings import Settings
from api.wiring import Truceline
from tests.api.conftest import BOOTSTRAP, serving
from tests.api.permanent import citation
from tests.api.story import ROOT, tell

COUNTS = f"{ROOT}/counts"
FULL = "known_at=2021-01-01&policy=assessment-1&position"
FOR_EVER = "max-age=31536000, immutable"


def is_permanent(client: TestClient, address: str) -> bool:
    """Whether an answer may be kept for ever; what it says of it in its head and in its body is the same."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    permanent: bool = answer.json()["lens"]["permanent"]
    assert answer.headers["Cache-Control"] == (f"public, {FOR_EVER}" if permanent else "no-cache")
    return permanent


@pytest.mark.parametrize(
    ("words", "permanent"),
    [
        (f"{FULL}=20", True),
        (f"{FULL}=20&as_of=2020-02-20&tz=Asia/Damascus", True),
        (f"{FULL}=0", True),
        ("", False),
        ("known_at=2021-01-01&policy=assessment-1", False),
        ("known_at=2021-01-01&position=20", False),
        ("position=20&policy=assessment-1", False),
        ("known_at=2999-01-01&position=20&policy=assessment-1", False),
        (f"{FULL}=20&as_of=2999-01-01", False),
        (f"{FULL}=2020-01-01", True),
        (f"{FULL}=2999-01-01", False),
    ],
)
def test_an_address_is_permanent_with_all_three_given_and_nothing_beyond_the_present(
    settled: TestClient, words: str, *, permanent: bool
) -> None:
    assert is_permanent(settled, f"{COUNTS}?{words}") is permanent


def test_a_recording_time_is_settled_once_something_is_recorded_later(nayrab: TestClient, truceline: Truceline) -> None:
    last = recorded_at(nayrab, truceline.ledger.position)
    assert not is_permanent(nayrab, f"{COUNTS}?{FULL}={last}")

    nayrab.post(f"{ROOT}/incidents/{STRIKE}/verification", json={})

    assert is_permanent(nayrab, f"{COUNTS}?{FULL}={last}")
    assert not is_permanent(nayrab, f"{COUNTS}?{FULL}={recorded_at(nayrab, truceline.ledger.position)}")


def test_a_position_beyond_the_log_is_refused(settled: TestClient) -> None:
    refused = settled.get(f"{COUNTS}?{FULL}=99999")

    assert (refused.status_code, refused.headers["Cache-Control"]) == (422, "no-store")


def test_a_clock_ahead_of_the_present_is_caught_up_with(settled: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = caching.now() + timedelta(days=1)
    address = f"{ROOT}/incidents/{STRIKE}?{FULL}=20&as_of={tomorrow.date()}"
    ahead = settled.get(address)
    assert not is_permanent(settled, address)
    assert ahead.headers["ETag"].startswith('W/"')

    monkeypatch.setattr(caching, "now", lambda: tomorrow + timedelta(days=1))

    assert is_permanent(settled, address)
    assert settled.get(address).headers["ETag"] == ahead.headers["ETag"].removeprefix("W/")


@pytest.mark.parametrize(
    ("words", "permanent"),
    [
        ("known_from=2020-02-19&known_to=2020-02-21&position_to=20&policy=assessment-1", True),
        ("position_from=12&position_to=20&policy=assessment-1", True),
        ("position_from=12&position_to=20", False),
        ("position_from=12&policy=assessment-1", False),
        ("known_from=2020-02-19&position_to=20&policy=assessment-1", False),
        ("known_from=2020-02-19&known_to=2020-02-21&policy=assessment-1", False),
        ("position_from=12&known_to=2999-01-01&position_to=20&policy=assessment-1", False),
        ("position_from=2999-01-01&known_to=2020-02-21&position_to=20&policy=assessment-1", False),
    ],
)
def test_changes_are_permanent_where_both_sides_are(settled: TestClient, words: str, *, permanent: bool) -> None:
    address = f"{ROOT}/changes?{words}"

    assert is_permanent(settled, address) is permanent
    assert is_permanent(settled, citation(settled.get(address)))


@pytest.mark.parametrize("words", ["", "known_at=2020-02-21&limit=1", "party=turkey&as_of=2020-02-21&tz=Asia/Damascus"])
def test_the_cited_address_gives_the_same_answer_for_ever(settled: TestClient, words: str) -> None:
    answer = settled.get(f"{ROOT}/incidents?{words}")
    cited = settled.get(citation(answer))

    assert is_permanent(settled, citation(answer))
    assert (cited.json()["items"], cited.json()["count"]) == (answer.json()["items"], answer.json()["count"])
    assert citation(cited) == citation(answer)


def test_one_answer_is_cited_in_one_spelling(settled: TestClient) -> None:
    one = settled.get(f"{ROOT}/incidents?limit=1&policy=assessment-1&party=turkey&known_at=2021-01-01&min_position=3")
    other = settled.get(f"{ROOT}/incidents?known_at=2021-01-01T23:59:59.999999Z&party=turkey&limit=1&tz=UTC")

    assert citation(one) == citation(other)
    assert "min_position" not in citation(one)


def test_what_is_ahead_is_cited_by_when_the_position_was_recorded(nayrab: TestClient, truceline: Truceline) -> None:
    cited = citation(nayrab.get(f"{COUNTS}?known_at=2999-01-01"))

    last = truceline.ledger.position
    query = parse_qs(urlsplit(cited).query)
    assert (query["known_at"], query["position"]) == ([recorded_at(nayrab, last)], [str(last)])


def test_the_addresses_in_a_permanent_answer_are_permanent_and_spelled_as_they_are_cited(settled: TestClient) -> None:
    counts = settled.get(f"{COUNTS}?{FULL}=21&group_by=party,act").json()
    page = settled.get(f"{ROOT}/incidents?{FULL}=21&limit=1").json()

    addresses = [page["next"], *(group["incidents"]["href"] for group in [*counts["groups"], counts["whole"]])]
    assert len(addresses) > 3
    for address in addresses:
        assert is_permanent(settled, address)
        assert citation(settled.get(address)) == address


def test_where_reads_need_a_key_only_the_reader_may_keep_the_answer(sqlite_url: str) -> None:
    with serving(Settings(database=sqlite_url, bootstrap_key=BOOTSTRAP, public_read=False)) as (_, client):
        tell(client, until="/sources")

        assert client.get(f"{COUNTS}?{FULL}=3").headers["Cache-Control"] == f"private, {FOR_EVER}"


def recorded_at(client: TestClient, position: int) -> str:
    [event] = client.get(f"{ROOT}/events?after={position - 1}&limit=1").json()["items"]
    moment: str = event["recorded_at"]
    return moment
