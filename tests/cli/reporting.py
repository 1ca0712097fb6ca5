"""What the tests of processes report: a party, a source, and as many incidents as they like."""

from typing import Any

import httpx2

PATH = "/api/v1"


def introduce(client: httpx2.Client) -> None:
    """Register who is spoken of, and who speaks."""
    parties = ({"slug": slug, "name": slug, "kind": "state"} for slug in ("turkey", "syria-government"))
    for party in parties:
        client.post(f"{PATH}/parties", json=party).raise_for_status()
    source = {
        "slug": "turkey-mod",
        "name": "Ministry",
        "kind": "ministry",
        "aligned_with": "turkey",
        "reliability": "C",
    }
    client.post(f"{PATH}/sources", json=source).raise_for_status()


def an_incident(word: str) -> dict[str, Any]:
    """A report that can be told from all others by its word."""
    return {
        "nature": "violation",
        "occurred": {"from": "2020-02-20", "precision": "day", "zone": "Asia/Damascus"},
        "place": {"name": "Nayrab", "lat": 35.8718, "lon": 36.7173},
        "act": "shelling",
        "targets": ["turkey"],
        "claim": {
            "source": "turkey-mod",
            "published_at": "2020-02-20T15:00:00Z",
            "text": word,
            "perpetrator": "syria-government",
        },
    }


def post(client: httpx2.Client, word: str) -> httpx2.Response:
    """Report it, under a key by which the same report can be told again."""
    return client.post(f"{PATH}/incidents", json=an_incident(word), headers={"Idempotency-Key": word})


def incidents(client: httpx2.Client, **query: str) -> list[dict[str, Any]]:
    """Every incident that the server lists, page by page."""
    found: list[dict[str, Any]] = []
    following: str | None = str(httpx2.URL(f"{PATH}/incidents", params={"limit": "100", **query}))
    while following is not None:
        answer = client.get(following)
        answer.raise_for_status()
        found += answer.json()["items"]
        following = answer.json()["next"]
    return found
