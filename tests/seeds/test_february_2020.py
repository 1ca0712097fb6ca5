"""February 2020 in Idlib: what is inferred where nothing is asserted, and the one chain that both make."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from api.adopting import adopt
from domain.ledger import Ledger
from projections import chains
from projections.fits import fit_in_force
from projections.follow import Follower
from projections.inference import inferred
from projections.inference.stage import why_not
from projections.links import answering
from projections.looking import resolve
from projections.store import Store
from seeds.loader import load
from seeds.records import Theatre

MONTH = "2020-02"


class Fitted(NamedTuple):
    """A ledger's tables, with a fit to its own acts in force, and the local names of its records."""

    store: Store
    names: dict[UUID, str]

    def stream(self, name: str) -> UUID:
        return next(stream for stream, known in self.names.items() if known == name)


def fitted(theatre: Theatre) -> Iterator[Fitted]:
    names = {
        theatre.stream(kind, one["name"]): one["name"]
        for kind in ("incident", "statement")
        for one in theatre.all(kind)
    }
    ledger, store = Ledger.at("sqlite://"), Store()
    follower = Follower(ledger, store)
    load(ledger, theatre=theatre)
    follower.catch_up()
    adopt(ledger, store, by="seeds", reason="Fitted to the record of Idlib.")
    follower.catch_up()
    yield Fitted(store, names)
    store.close()
    ledger.close()


@pytest.fixture(scope="module")
def hidden() -> Iterator[Fitted]:
    """The record without a word of what answered what in that month."""
    theatre = Theatre.of("idlib")
    for record in (*theatre.all("incident"), *theatre.all("statement")):
        if record["name"].startswith(MONTH):
            record.pop("answers", None)
    yield from fitted(theatre)


@pytest.fixture(scope="module")
def shown() -> Iterator[Fitted]:
    """The record with everything that is said."""
    yield from fitted(Theatre.of("idlib"))


@pytest.mark.parametrize(
    ("reply", "attack"),
    [
        ("2020-02-03-turkish-retaliation", "2020-02-03-saraqib-shelling"),
        ("2020-02-10-turkish-retaliation", "2020-02-10-taftanaz-shelling"),
        ("2020-02-20-turkish-retaliation", "2020-02-20-nayrab-strike"),
    ],
    ids=["3 February", "10 February", "20 February"],
)
def test_where_nobody_says_so_each_turkish_reply_is_inferred_to_answer_the_attack_that_it_did(
    hidden: Fitted, reply: str, attack: str
) -> None:
    told = inferred.told(hidden.store, resolve(hidden.store), [hidden.stream(reply)])[hidden.stream(reply)]
    first, *others = told.candidates
    assert hidden.names[first.trigger] == attack
    assert first.probability > 0.5 > max([told.none, *(one.probability for one in others)])
    assert told.none + sum(one.probability for one in told.candidates) == pytest.approx(1, abs=0.01)


def test_of_that_month_nothing_was_said_to_answer_anything_there(hidden: Fitted, shown: Fitted) -> None:
    said = [
        {
            link.incident
            for link in answering(one.store, resolve(one.store))
            if one.names[link.incident].startswith(MONTH)
        }
        for one in (hidden, shown)
    ]
    assert said[0] == set()
    assert len(said[1]) == 9


def test_what_is_said_teaches_the_fit_nothing(hidden: Fitted, shown: Fitted) -> None:
    blind, sighted = (fit_in_force(one.store, resolve(one.store)) for one in (hidden, shown))
    assert blind is not None
    assert sighted is not None
    assert (blind.parameters, blind.acts, blind.likelihood) == (sighted.parameters, sighted.acts, sighted.likelihood)


STORY = """
 3 Feb: shelling, by syria-government against turkey
 3 Feb: shelling, by turkey against syria-government; answers 1, say turkey-mod, turkey-presidency (0.99)
 5 Feb: ultimatum, by turkey against syria-government, by 29 Feb; answers 1, say turkey-presidency
 5 Feb: post_encircled, by syria-government against turkey; answers 2, inferred (0.82)
 5 Feb: territory_seized, by syria-government against opposition; answers 2, inferred (0.82)
10 Feb: shelling, by syria-government against turkey
10 Feb: shelling, by turkey against syria-government; answers 6, say turkey-mod (0.91)
11 Feb: aircraft_shot_down, by opposition against syria-government; answers 6, inferred (0.93)
11 Feb: shelling, by turkey against syria-government; answers 6, say own-reading (0.96)
15 Feb: ultimatum, by turkey against syria-government, by 29 Feb; answers 3, say sputnik; answers 6, say own-reading
19 Feb: warning, by turkey against syria-government, by 29 Feb; answers 10, say own-reading
20 Feb: shelling, by turkey against syria-government; answers 11, say own-reading
20 Feb: ground_offensive, by opposition against syria-government; answers 11, say own-reading
20 Feb: air_strike, by russia against opposition; answers 12, say own-reading (0.49); answers 13, say russia-mod (0.49)
20 Feb: air_strike, by russia or syria-government against turkey; \
answers 12, say own-reading (0.50); answers 13, say own-reading (0.50)
20 Feb: shelling, by turkey against syria-government; answers 15, say turkey-mod (0.56)
22 Feb: shelling, by syria-government against turkey; answers 12, inferred (0.33); answers 13, inferred (0.33)
22 Feb: shelling, by turkey against syria-government; answers 15, inferred (0.36); answers 17, say turkey-mod (0.34)
"""


@pytest.fixture(scope="module")
def chain(shown: Fitted) -> dict[str, Any]:
    """The one chain of the month, as it stood on 24 February."""
    (found,) = in_the_month(shown, "2020-02-24")
    return found


def in_the_month(fitted: Fitted, as_of: str) -> list[dict[str, Any]]:
    found = chains.page(fitted.store, resolve(fitted.store, as_of=as_of))
    return [one for one in found if one["last"]["until"] >= MONTH]


def test_the_month_is_one_chain_and_reads_as_it_went(chain: dict[str, Any]) -> None:
    place = {step["id"]: number for number, step in enumerate(chain["steps"], 1)}
    assert [told_of(step, chain["links"], place) for step in chain["steps"]] == STORY.strip("\n").split("\n")


def told_of(step: dict[str, Any], links: list[dict[str, Any]], place: dict[str, int]) -> str:
    by = (" or " if step["attribution"] == "contested" else " and ").join(step["by"])
    until = f", by {day(step['deadline'])}" if step["deadline"] else ""
    said = f"{day(step['occurred']):>6}: {step['what']}, by {by} against {', '.join(step['against'])}{until}"
    answers: dict[int, list[dict[str, Any]]] = {}
    for link in links:
        if link["answer"] == step["id"]:
            answers.setdefault(place[link["trigger"]], []).append(link)
    return "; ".join([said, *(f"answers {trigger}, {on_whose_word(found)}" for trigger, found in answers.items())])


def day(moment: dict[str, Any]) -> str:
    months = {"02": "Feb"}
    _, month, number = moment["from"].split("-")
    return f"{int(number)} {months[month]}"


def on_whose_word(links: list[dict[str, Any]]) -> str:
    says = sorted(link["asserted_by"] for link in links if link["basis"] == "asserted")
    (probability,) = {link["probability"] for link in links}
    number = "" if probability is None else f" ({probability:.2f})"
    return f"say {', '.join(says)}{number}" if says else f"inferred{number}"


def test_before_the_second_ultimatum_the_attacks_of_the_3rd_and_the_10th_are_two_chains(shown: Fitted) -> None:
    assert [one["began"]["from"] for one in in_the_month(shown, "2020-02-14")] == ["2020-02-03", "2020-02-10"]
    assert [one["began"]["from"] for one in in_the_month(shown, "2020-02-15")] == ["2020-02-03"]


def test_without_a_word_of_what_was_said_in_it_the_month_falls_into_three(hidden: Fitted) -> None:
    assert [one["began"]["from"] for one in in_the_month(hidden, "2020-02-24")] == [
        "2020-02-03",
        "2020-02-10",
        "2020-02-20",
    ]


def test_the_answer_to_nayrab_goes_up_at_25_to_1_or_more_and_the_helicopter_goes_down(
    shown: Fitted, chain: dict[str, Any]
) -> None:
    nayrab, helicopter = (
        link_of(shown, chain, name) for name in ("2020-02-20-turkish-retaliation", "2020-02-11-nayrab-helicopter")
    )
    assert (nayrab["step"], nayrab["toll_ratios"]) == ("up", {"low": 25.0, "high": None, "open": True})
    # Two of the crew, against five Turkish soldiers or more.
    assert (helicopter["step"], helicopter["toll_ratios"]) == ("down", {"low": 0.0, "high": 0.4, "open": False})


def link_of(fitted: Fitted, chain: dict[str, Any], answer: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [link for link in chain["links"] if link["answer"] == str(fitted.stream(answer))]
    assert len(found) == 1
    return found[0]


def test_it_counts_who_stepped_up_and_who_stepped_down(chain: dict[str, Any]) -> None:
    stepped = {one["party"]: (one["up"]["attributed"], one["down"]["attributed"]) for one in chain["stepped"]}
    # Turkey goes up from its last warning to its guns, and with the answer to Nayrab; its words after blows go down.
    assert stepped == {"turkey": (2, 2), "opposition": (1, 1), "syria-government": (0, 1)}


def test_on_the_24th_it_is_open_and_a_month_later_it_is_not(shown: Fitted, chain: dict[str, Any]) -> None:
    assert chain["open"]["is_open"] is True
    (later,) = in_the_month(shown, "2020-03-31")
    assert later["open"]["is_open"] is False
    assert "the deadline of 2020-02-29 has passed" in later["open"]["reason"]


def test_all_of_it_happened_while_sochi_was_in_force(chain: dict[str, Any]) -> None:
    crossed = {one["agreement"]: (one["at_begin"], one["at_end"], one["changes"]) for one in chain["agreements"]}
    assert crossed == dict.fromkeys(("astana-2017", "sochi-2018", "truce-2020-01"), ("in_force", "in_force", []))


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            "2020-02-11-nayrab-helicopter",
            "within 48 hours, 13 km away, by the side that was hit; 0.93 against 0.04 for the next candidate",
        ),
        (
            "2020-02-19-erdogan-last-warning",
            "answers the above, says own-reading; after 3 to 5 days, before the deadline of 2020-02-29",
        ),
        (
            "2020-02-20-turkish-retaliation",
            "answers the above, says turkey-mod; within 24 hours, somewhere within 93 km; inferred beside that: 0.56",
        ),
    ],
    ids=["inferred", "a reading", "said, and inferred beside that"],
)
def test_a_link_says_in_a_sentence_what_it_rests_on(
    shown: Fitted, chain: dict[str, Any], answer: str, sentence: str
) -> None:
    assert link_of(shown, chain, answer)["sentence"] == sentence


def test_what_takes_no_part_says_why_and_is_in_no_chain(shown: Fitted, chain: dict[str, Any]) -> None:
    strike = shown.stream("2020-02-24-kansafrah-air-strike")
    assert str(strike) not in {step["id"] for step in chain["steps"]}
    assert why_not(shown.store, resolve(shown.store), strike) == "attacker_unknown"
