import pytest

from domain.assessment.policy import POLICY, assess, reckon
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition
from domain.incident.values import Attribution
from tests.domain.arrange import an_incident, assessed, claim, state_of

BOTH = ("russia", "syria-government")


def said(source: str, *named: str, published: str = "2020-02-20T15:00Z") -> ClaimAddition:
    """Claim that this party did it, or that one of several may have, or that it is unclear who did."""
    if len(named) > 1:
        return claim(source, published=published, possible_perpetrators=list(named))
    return claim(source, published=published, **dict.fromkeys(["perpetrator"][: len(named)], *named))


def denied(source: str, *named: str) -> ClaimAddition:
    return claim(source, stance="denies", **dict.fromkeys(["perpetrator"][: len(named)], *named))


def told(first: ClaimAddition, *more: ClaimAddition) -> Incident:
    return an_incident(*more, first=first)


def verdict(*claims: ClaimAddition) -> tuple[str, tuple[str, ...]]:
    judged = assessed(told(*claims))
    return judged.attribution, judged.perpetrators


def test_the_strike_near_nayrab_is_contested_between_syria_and_russia_or_syria() -> None:
    """Ankara named the government; others left open whether the aircraft were Russian or Syrian."""
    claims = (said("turkey-mod", "syria-government"), said("sohr", *BOTH))
    assert verdict(*claims) == (Attribution.CONTESTED, ("russia", "syria-government"))
    assert verdict(*claims, said("reuters")) == (Attribution.CONTESTED, ("russia", "syria-government"))
    assert [one.values for one in assessed(told(*claims)).conflicts if one.about == "perpetrator"] == [
        ("syria-government", "russia or syria-government")
    ]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        # admitted: a source aligned with a party names that party alone
        ([said("russia-mod", "russia")], ("admitted", ("russia",))),
        ([said("turkey-mod", "syria-government"), said("russia-mod", "russia")], ("admitted", ("russia",))),
        ([said("russia-mod", "russia"), denied("syria-state-media", "russia")], ("admitted", ("russia",))),
        ([said("russia-mod", "russia"), said("turkey-mod", "turkey")], ("admitted", ("russia", "turkey"))),
        ([said("russia-mod", *BOTH)], ("unattributed", ())),
        # contested: different parties, or several possible ones against one
        ([said("turkey-mod", "syria-government"), said("sohr", "russia")], ("contested", BOTH)),
        ([said("turkey-mod", "russia"), said("sohr", *BOTH)], ("contested", BOTH)),
        ([said("sohr", "russia", "iran"), said("afp", "russia", "hts")], ("contested", ("hts", "iran", "russia"))),
        # attributed: all that name one name the same
        ([said("turkey-mod", "syria-government")], ("attributed", ("syria-government",))),
        ([said("turkey-mod", "russia"), said("sohr", "russia"), said("afp")], ("attributed", ("russia",))),
        # unattributed: nobody names one
        ([said("sohr")], ("unattributed", ())),
        ([said("sohr", *BOTH)], ("unattributed", ())),
        ([said("sohr", *BOTH), said("afp", *BOTH)], ("unattributed", ())),
    ],
)
def test_attribution_is_the_first_that_fits(claims: list[ClaimAddition], expected: tuple[str, tuple[str, ...]]) -> None:
    assert verdict(*claims) == expected
    assert verdict(*reversed(claims)) == expected


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        # beside an accusation, a denial of it or of one's own part changes nothing
        ([said("turkey-mod", "russia"), denied("russia-mod")], ("attributed", ("russia",))),
        ([said("turkey-mod", "russia"), denied("russia-mod", "russia")], ("attributed", ("russia",))),
        (
            [said("turkey-mod", "syria-government"), denied("russia-mod", "russia")],
            ("attributed", ("syria-government",)),
        ),
        ([said("sohr", *BOTH), denied("russia-mod", "russia")], ("unattributed", ())),
        # a denial that names another contests
        ([said("turkey-mod", "russia"), denied("russia-mod", "hts")], ("contested", ("hts", "russia"))),
        # and alone it accuses nobody
        ([denied("russia-mod", "russia")], ("unattributed", ())),
        ([denied("russia-mod", "hts")], ("unattributed", ())),
        ([denied("russia-mod", "russia"), said("sohr")], ("unattributed", ())),
    ],
)
def test_a_denial_stands_beside_and_contests_only_where_it_names_another(
    claims: list[ClaimAddition], expected: tuple[str, tuple[str, ...]]
) -> None:
    assert verdict(*claims) == expected
    assert verdict(*reversed(claims)) == expected


def test_a_denial_is_shown_as_a_conflict_in_its_own_words() -> None:
    def values(*claims: ClaimAddition) -> list[tuple[str, ...]]:
        return [one.values for one in assessed(told(*claims)).conflicts if one.about == "perpetrator"]

    assert values(said("turkey-mod", "russia"), denied("russia-mod", "russia")) == [("russia", "not russia")]
    assert values(said("turkey-mod", "russia"), denied("russia-mod", "hts")) == [("russia", "hts")]


def test_everyone_whom_a_claim_names_is_possible_and_who_is_only_denied_is_not() -> None:
    claims = (said("turkey-mod", "syria-government"), said("sohr", *BOTH), denied("afp", "syria-government"))
    assert assessed(told(*claims)).possible_perpetrators == BOTH
    assert assessed(told(denied("russia-mod", "russia"))).possible_perpetrators == ()


def test_attribution_follows_what_was_known() -> None:
    incident = told(
        said("sohr"),
        said("turkey-mod", "syria-government", published="2020-02-20T16:00Z"),
        said("sohr", "russia", published="2020-02-20T17:00Z"),
        said("russia-mod", "russia", published="2020-02-20T18:00Z"),
    )
    verdicts = [assessed(incident, f"2020-02-20T{hour}:30Z").attribution for hour in (15, 16, 17, 18)]
    assert verdicts == ["unattributed", "attributed", "contested", "admitted"]


def test_a_policy_that_this_release_does_not_know_is_refused() -> None:
    assert assess(state_of(told(said("sohr"))), POLICY).policy == "assessment-1"
    with pytest.raises(KeyError, match="assessment-9"):
        reckon(state_of(told(said("sohr"))), "assessment-9")
    with pytest.raises(KeyError, match="assessment-9"):
        assess(state_of(told(said("sohr"))), "assessment-9")


def test_what_is_reckoned_for_counting_is_what_is_assessed_for_reading() -> None:
    incident = told(said("turkey-mod", "syria-government"), said("sohr", *BOTH))
    reckoned, read = reckon(state_of(incident)), assess(state_of(incident))
    assert tuple(getattr(read, name) for name in reckoned._fields) == reckoned
