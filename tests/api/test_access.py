import pytest
from fastapi.testclient import TestClient

from api.access import Keys, NoSuchKey, Role
from api.examples import fits, incidents, reference, statements
from api.examples.incidents import ANSWERING_FIRE, STRIKE
from api.settings import Settings
from api.wiring import Truceline
from domain.ledger import Ledger
from tests.api.conftest import BOOTSTRAP, as_role, serving
from tests.api.story import ROOT

ALLEGED = incidents.BREACHES["alleged"]["value"]
CONFIRMED = incidents.BREACHES["confirmed"]["value"]
PARTY = {"slug": "sna", "name": "SNA", "kind": "armed_group"}

NEEDS: list[tuple[str, object, Role]] = [
    (f"/incidents/{STRIKE}/claims", incidents.CLAIMS["ap"]["value"], Role.REPORTER),
    (f"/incidents/{ANSWERING_FIRE}/answers", incidents.ANSWERS["carried"]["value"], Role.REPORTER),
    (f"/incidents/{STRIKE}/breaches", ALLEGED, Role.REPORTER),
    ("/statements", statements.STATEMENTS["ultimatum"]["value"], Role.REPORTER),
    ("/figures", statements.FIGURES["displaced"]["value"], Role.REPORTER),
    ("/bulletins", statements.BULLETINS["russian-side"]["value"], Role.REPORTER),
    (f"/incidents/{STRIKE}/breaches", CONFIRMED, Role.ANALYST),
    (f"/incidents/{STRIKE}/verification", {}, Role.ANALYST),
    (f"/incidents/{STRIKE}/retraction", {"reason": "r"}, Role.ANALYST),
    (f"/incidents/{STRIKE}/correction", incidents.CORRECTIONS["place"]["value"], Role.ANALYST),
    ("/parties", PARTY, Role.ANALYST),
    ("/sources", {"slug": "sana", "name": "SANA", "kind": "state_media"}, Role.ANALYST),
    ("/agreements/sochi-2018/obligations", reference.OBLIGATIONS["not-kept"]["value"], Role.ANALYST),
    ("/monitoring", statements.MONITORING["watch"]["value"], Role.ANALYST),
    ("/fits", fits.FITS["all"]["value"], Role.ANALYST),
    ("/rebuild", None, Role.ADMIN),
    ("/parked/replay", None, Role.ADMIN),
]


@pytest.mark.parametrize(("path", "body", "needed"), NEEDS)
def test_a_role_may_do_what_it_is_for_and_no_more(
    nayrab: TestClient, truceline: Truceline, path: str, body: object, needed: Role
) -> None:
    roles = list(Role)
    position = truceline.ledger.position
    as_role(truceline, nayrab, roles[roles.index(needed) - 1])
    lower = nayrab.post(ROOT + path, json=body)
    assert truceline.ledger.position == position
    as_role(truceline, nayrab, needed)

    allowed = nayrab.post(ROOT + path, json=body)

    assert (lower.status_code, lower.json()["type"]) == (403, "/problems/role-needed")
    assert f"role {needed}" in lower.json()["detail"]
    assert allowed.status_code in {200, 201}, allowed.text


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer nonsense",
        "Bearer tl__",
        "Bearer tl_00000000_secret",
        "Basic dGw6dGw=",
        "Bearer tl_' OR 1=1_x",
    ],
)
def test_without_a_good_key_nothing_is_written(client: TestClient, truceline: Truceline, authorization: str) -> None:
    answer = client.post(f"{ROOT}/parties", json=PARTY, headers={"Authorization": authorization})

    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/key-needed")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert truceline.ledger.position == 0


def test_a_revoked_key_is_no_longer_good(client: TestClient, truceline: Truceline) -> None:
    key, token = truceline.keys.add("for a while", Role.ANALYST)
    client.headers["Authorization"] = f"Bearer {token}"
    assert client.post(f"{ROOT}/parties", json=PARTY).status_code == 201

    truceline.keys.revoke(key.id)

    assert client.post(f"{ROOT}/parties", json=PARTY | {"slug": "hts"}).status_code == 401
    assert client.get(f"{ROOT}/parties").status_code == 401


def test_reads_are_open_to_all_unless_the_server_says_otherwise(sqlite_url: str) -> None:
    for public, status in ((True, 200), (False, 401)):
        settings = Settings(database=sqlite_url, bootstrap_key=BOOTSTRAP, public_read=public)
        with serving(settings) as (truceline, client):
            del client.headers["Authorization"]
            paths = ("/incidents", "/counts", "/events", "/parties", "/incidents.geojson", "/chains")
            assert {client.get(ROOT + path).status_code for path in paths} == {status}
            as_role(truceline, client, Role.READER)
            assert {client.get(ROOT + path).status_code for path in paths} == {200}


def test_the_log_knows_the_id_of_a_key_and_never_its_name(client: TestClient, truceline: Truceline) -> None:
    key, token = truceline.keys.add("Amira in Idlib", Role.ANALYST)
    client.post(f"{ROOT}/parties", json=PARTY, headers={"Authorization": f"Bearer {token}"})

    told = client.get(f"{ROOT}/events").text

    assert key.id in told
    assert "Amira" not in told


@pytest.fixture
def keys(database_url: str) -> Keys:
    return Keys(Ledger.at(database_url).address)


def test_keys_are_added_listed_and_revoked_on_either_database(keys: Keys) -> None:
    reader, reader_token = keys.add("first", Role.READER)
    admin, admin_token = keys.add("second", Role.ADMIN)

    keys.revoke(reader.id)
    keys.revoke(reader.id)

    assert keys.caller(reader_token) is None
    caller = keys.caller(admin_token)
    assert caller is not None
    assert (caller.id, caller.role) == (admin.id, Role.ADMIN)
    assert {(key.name, key.role, key.revoked_at is None) for key in keys.list()} == {
        ("first", Role.READER, False),
        ("second", Role.ADMIN, True),
    }
    with pytest.raises(NoSuchKey, match="no key of-nobody"):
        keys.revoke("of-nobody")
    keys.close()


def test_a_token_s_secret_is_stored_nowhere(sqlite_url: str) -> None:
    ledger = Ledger.at(sqlite_url)
    keys = Keys(ledger.address)
    _, token = keys.add("first", Role.ADMIN)
    keys.close()
    ledger.close()

    assert ledger.address.path is not None
    stored = b"".join(path.read_bytes() for path in ledger.address.path.parent.iterdir() if path.is_file())
    assert b"access_keys" in stored
    assert token.split("_", 2)[2].encode() not in stored


def test_a_token_with_another_s_id_or_another_s_secret_is_no_token(sqlite_url: str) -> None:
    keys = Keys(Ledger.at(sqlite_url).address, bootstrap_key="boot")
    _, first = keys.add("first", Role.READER)
    _, second = keys.add("second", Role.ADMIN)
    mixed = "_".join([*second.split("_", 2)[:2], first.split("_", 2)[2]])

    assert keys.caller(mixed) is None
    assert keys.caller(first + "x") is None
    assert keys.caller("boot ") is None
    assert keys.caller("boot") is not None
    keys.close()
