"""Violations of the memorandum of September 2018, judged by hand from the record and the text.

Read from seeds/idlib/incidents/*.toml, places.toml and the memorandum: point 2 binds Russia and the government of
Syria, point 9 these with Turkey, the opposition (Jaish al-Izza is a member of it) and the SNA. Neither binds HTS or
jihadist groups. Only point 2 rules out that a post is encircled. The text is silent on answering an attack, so an
answer is judged like any act. Villages and towns (`near`, 5 km) that are named here lie more than 5 km inside the
area, but for Zallaqiyat, 3.6 km from its rough southern border.
"""

from typing import NamedTuple

SYRIA, RUSSIA, TURKEY, OPPOSITION = "syria-government", "russia", "turkey", "opposition"
BOTH = ("2", "9")


class Judged(NamedTuple):
    """An incident by its external id: how far it is whose violation, of which points, and what is in doubt."""

    name: str
    how: str
    parties: tuple[str, ...]
    points: tuple[str, ...]
    doubts: frozenset[str]
    why: str


def attributed(name: str, party: str, points: tuple[str, ...], why: str, *doubts: str) -> Judged:
    return Judged(name, "attributed", (party,), points, frozenset(doubts), why)


def contested(name: str, parties: tuple[str, ...], points: tuple[str, ...], why: str, *doubts: str) -> Judged:
    return Judged(name, "contested", parties, points, frozenset({"attribution", *doubts}), why)


def uncertain(name: str, party: str, points: tuple[str, ...], why: str) -> Judged:
    return Judged(name, "uncertain", (party,), points, frozenset({"place"}), why)


def nobodys(name: str, why: str, *doubts: str) -> Judged:
    return Judged(name, "nobody's", (), BOTH, frozenset({"attribution", *doubts}), why)


BY_HAND = [
    attributed(
        "2018-11-08-zallaqiyat-attack", SYRIA, BOTH, "SOHR names the army and alleges 9; at the border", "place"
    ),
    attributed("2018-11-24-jarjanaz-shelling", SYRIA, BOTH, "UCDP alone names anybody, and nobody contests it"),
    uncertain("2018-11-24-aleppo-alleged-chlorine", OPPOSITION, ("9",), "no coordinates; the denial names nobody else"),
    nobodys("2018-11-25-west-aleppo-air-strikes", "Russia or Syria, by the only claim; no coordinates", "place"),
    attributed("2019-04-29-sher-mughar-shelling", SYRIA, BOTH, "Al Jazeera names it, UCDP nobody"),
    uncertain("2019-04-30-dawn-of-idlib", SYRIA, BOTH, "an offensive all over the north-west: no coordinates"),
    attributed("2019-05-04-sher-mughar-shelling", SYRIA, BOTH, "the Turkish ministry names it"),
    contested("2019-06-13-sher-mughar-mortar", (OPPOSITION, SYRIA), BOTH, "Ankara says Syria, Moscow says militants"),
    uncertain("2019-06-13-russian-air-strikes", RUSSIA, BOTH, "Russia admits them; somewhere in the area"),
    attributed("2019-06-16-morek-shelling", SYRIA, BOTH, "the Turkish ministry names it"),
    uncertain("2019-06-16-tall-bazan-reply", TURKEY, ("9",), "Turkey admits it; Tall Bazan has no coordinates"),
    attributed(
        "2019-06-27-sher-mughar-shelling", SYRIA, BOTH, "SOHR, ISWNews and UCDP name it; the ministry only a side"
    ),
    nobodys("2019-06-29-post-mortar", "from government-held ground, by whom is not said; a post not named", "place"),
    contested("2019-08-19-turkish-convoy-strike", (RUSSIA, SYRIA), BOTH, "AP leaves it open; known to 50 km", "place"),
    attributed("2019-08-19-hish-air-strike", SYRIA, BOTH, "UCDP's pair, read so"),
    attributed("2019-08-21-khan-shaykhun-taken", SYRIA, BOTH, "ground taken, by SOHR"),
    attributed("2019-08-23-morek-post-encircled", SYRIA, ("2",), "SOHR names it; Ankara denies and names nobody else"),
    nobodys("2019-08-28-sher-mughar-air-strikes", "Syria or Russia, by the only claim that asserts it"),
    attributed("2019-12-23-surman-post-encircled", SYRIA, ("2",), "SOHR names it"),
    nobodys("2020-01-14-idlib-air-strikes-resume", "Syria or Russia; somewhere in the area", "place"),
    nobodys("2020-01-15-idlib-market-strike", "Syria or Russia, by every claim that names anybody"),
    attributed("2020-01-28-maarat-al-numan-taken", SYRIA, BOTH, "its army dates it a day later, and denies nothing"),
    attributed("2020-02-03-saraqib-shelling", SYRIA, BOTH, "Ankara and Moscow both say Syrian fire"),
    uncertain("2020-02-03-turkish-retaliation", TURKEY, ("9",), "Turkey admits it; known only to the governorate"),
    nobodys("2020-02-03-rebel-held-area-air-strikes", "an analyst leaves it to nobody; the governorate", "place"),
    attributed("2020-02-05-saraqib-taken", SYRIA, BOTH, "ground taken; only the day is in dispute"),
    attributed("2020-02-05-saraqib-posts-encircled", SYRIA, ("2",), "The Washington Post names it"),
    attributed("2020-02-10-taftanaz-shelling", SYRIA, BOTH, "every claim names it"),
    uncertain("2020-02-10-turkish-retaliation", TURKEY, ("9",), "Turkey admits it; known only to the governorate"),
    attributed(
        "2020-02-11-nayrab-helicopter", OPPOSITION, ("9",), "the factions admit it, whatever SOHR says of Turkey"
    ),
    uncertain("2020-02-11-turkish-retaliation", TURKEY, ("9",), "Turkey admits it; known only to the governorate"),
    nobodys("2020-02-11-idlib-city-air-strike", "Syria or Russia, by both claims"),
    contested("2020-02-14-west-aleppo-helicopter", (OPPOSITION, TURKEY), ("9",), "SANA and SOHR differ", "place"),
    contested("2020-02-20-nayrab-strike", (RUSSIA, SYRIA), BOTH, "Ankara says Syria, AP Russia or Syria"),
    uncertain("2020-02-20-turkish-retaliation", TURKEY, ("9",), "Turkey admits it; known only to the governorate"),
    attributed("2020-02-20-nayrab-ground-attack", OPPOSITION, ("9",), "Russia names armed groups, alone"),
    attributed("2020-02-20-nayrab-turkish-artillery", TURKEY, ("9",), "Russia names Turkey, alone"),
    attributed("2020-02-20-russian-su-24-strikes", RUSSIA, BOTH, "Russia admits them"),
    uncertain("2020-02-22-idlib-tank-fire", SYRIA, BOTH, "Ankara names it; known only to the governorate"),
    uncertain("2020-02-22-turkish-retaliation", TURKEY, ("9",), "Turkey admits it; known only to the governorate"),
    nobodys("2020-02-24-kansafrah-air-strike", "the only claim names nobody"),
]

NONE = {
    "2017-10-13-turkish-observation-posts": "before the memorandum, and a deployment is nothing that it forbids",
    "2018-11-16-fawru-attack": "jihadists, whom neither point binds",
    "2020-02-01-russian-officers-killed": "the frame leaves the act open",
}
"""Every other incident of the record, and why it is no violation."""


def by(day: str) -> list[Judged]:
    """What had happened by the end of a day: each is known to the day with which its name begins."""
    return [one for one in BY_HAND if one.name[:10] <= day]
