from typing import Any

import pytest

from domain import errors
from domain.agreement import events as e
from domain.agreement.agreement import Agreement
from domain.agreement.state import AgreementState
from tests.domain.arrange import REGISTER, at, facts_of
from tests.domain.things.arrange import change, changed, obligation, provision, sochi, zone


def in_force() -> Agreement:
    return changed(sochi(), change("entered_into_force", "2018-09-17"))


def test_a_signed_text_and_an_announced_truce_open_differently() -> None:
    signed, announced = facts_of(sochi())[0], facts_of(sochi(form="announced"))[0]
    assert (type(signed), type(announced)) == (e.Signed, e.Announced)
    assert signed.known_at < at("2018-09-18") <= signed.timestamp


def test_an_agreement_is_there_once_it_is_signed() -> None:
    assert not AgreementState().exists()
    assert sochi().state.exists()


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"parties": ["nobody"]}, "parties"),
        ({"guarantors": ["nobody"]}, "guarantors"),
        ({"amends": "no-such"}, "amends"),
        ({"source": "nobody"}, "source"),
    ],
)
def test_an_agreement_names_what_is_there(parts: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.Unknown) as refused:
        sochi(**parts)
    assert refused.value.field == field


def test_an_agreement_has_a_party() -> None:
    with pytest.raises(ValueError, match="parties"):
        sochi(parties=[])


def test_an_agreement_may_amend_another() -> None:
    header = sochi(amends="astana-2017").state.header
    assert header is not None
    assert header.amends == "astana-2017"


def test_an_article_is_kept_with_its_source() -> None:
    agreement = sochi()
    agreement.adopt(provision(binds=["russia"], text="Shelling stops."), REGISTER)
    (held,) = agreement.state.provisions["1"]
    assert (held.text, held.binds, held.source, held.aligned_with) == (
        "Shelling stops.",
        ("russia",),
        "turkey-mod",
        "turkey",
    )


def test_another_source_may_give_an_article_otherwise_and_the_same_may_not() -> None:
    agreement = sochi()
    agreement.adopt(provision(), REGISTER)
    agreement.adopt(provision(source="russia-mod", text="Only shelling by rebels stops."), REGISTER)
    assert [held.source for held in agreement.state.provisions["1"]] == ["turkey-mod", "russia-mod"]
    with pytest.raises(errors.AlreadyAdopted) as refused:
        agreement.adopt(provision(text="Again."), REGISTER)
    assert refused.value.field == "article"


@pytest.mark.parametrize(("parts", "field"), [({"binds": ["nobody"]}, "binds"), ({"source": "nobody"}, "source")])
def test_an_article_names_what_is_there(parts: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.Unknown) as refused:
        sochi().adopt(provision(**parts), REGISTER)
    assert refused.value.field == field


@pytest.mark.parametrize("article", ["", "article 5", "-1", "1" * 21])
def test_an_article_is_a_number_as_texts_count(article: str) -> None:
    with pytest.raises(ValueError, match="article"):
        provision(article)


def test_an_area_may_be_drawn_anew() -> None:
    agreement = sochi()
    agreement.draw(zone(), REGISTER)
    agreement.draw(zone(note="with the strip of 2020"), REGISTER)
    assert [held.note for held in agreement.state.zones["m4"]] == [None, "with the strip of 2020"]


def test_a_promise_is_judged_by_a_source() -> None:
    agreement = sochi()
    agreement.adopt(provision(), REGISTER)
    judged = agreement.assess_obligation(obligation(finding="partly", party="turkey"), REGISTER)
    (held,) = agreement.state.obligations
    assert (held.id, held.finding, held.party) == (judged, "partly", "turkey")
    with pytest.raises(errors.Unknown):
        agreement.assess_obligation(obligation(party="nobody"), REGISTER)


def test_only_an_adopted_article_is_judged_or_repealed() -> None:
    with pytest.raises(errors.ProvisionNotInForce):
        sochi().assess_obligation(obligation("9"), REGISTER)
    with pytest.raises(errors.ProvisionNotInForce):
        in_force().change(change("provision_repealed", "2019-01-01", article="9"), REGISTER)


def test_an_article_is_repealed() -> None:
    agreement = in_force()
    agreement.adopt(provision(), REGISTER)
    agreement.adopt(provision("2"), REGISTER)
    agreement.change(change("provision_repealed", "2019-01-01", article="1"), REGISTER)
    assert [(held.article, held.change) for held in agreement.state.life()[1:]] == [("1", "provision_repealed")]


@pytest.mark.parametrize(
    ("kind", "parts"),
    [("amended", {"by": "astana-2017"}), ("suspended", {}), ("superseded", {"by": "astana-2017"}), ("ended", {})],
)
def test_what_is_not_in_force_is_not_amended_suspended_superseded_or_ended(kind: str, parts: dict[str, str]) -> None:
    agreement = in_force()
    with pytest.raises(errors.AgreementNotInForce) as refused:
        agreement.change(change(kind, "2018-09-01", **parts), REGISTER)
    assert refused.value.field == "at"
    changed(agreement, change(kind, "2019-01-01", **parts))
    assert len(facts_of(agreement)) == 3


def test_what_has_ended_is_not_amended() -> None:
    agreement = changed(in_force(), change("ended", "2020-03-05"))
    with pytest.raises(errors.AgreementNotInForce):
        agreement.change(change("amended", "2020-04-01", by="astana-2017"), REGISTER)


def test_a_rival_may_say_that_it_ended_at_another_time() -> None:
    agreement = changed(in_force(), change("ended", "2020-03-05"), change("ended", "2020-03-10", "russia-mod"))
    assert len(agreement.state.life()) == 3


def test_only_what_is_suspended_is_resumed() -> None:
    agreement = in_force()
    with pytest.raises(errors.AgreementNotSuspended) as refused:
        agreement.change(change("resumed", "2019-08-02"), REGISTER)
    assert refused.value.field == "at"
    changed(agreement, change("suspended", "2019-05-01"), change("resumed", "2019-08-02"))
    with pytest.raises(errors.AgreementNotSuspended):
        agreement.change(change("resumed", "2019-09-01"), REGISTER)


@pytest.mark.parametrize(
    ("kind", "parts", "field"),
    [
        ("acceded", {"party": "nobody"}, "party"),
        ("superseded", {"by": "no-such"}, "by"),
        ("ended", {"source": "nobody"}, "source"),
    ],
)
def test_a_change_names_what_is_there(kind: str, parts: dict[str, str], field: str) -> None:
    with pytest.raises(errors.Unknown) as refused:
        in_force().change(change(kind, "2019-01-01", **parts), REGISTER)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "parts", "why"),
    [
        ("acceded", {}, "a change acceded needs party"),
        ("amended", {}, "a change amended needs by"),
        ("superseded", {}, "a change superseded needs by"),
        ("provision_repealed", {}, "a change provision_repealed needs article"),
        ("ended", {"by": "astana-2017"}, "ended has no by"),
        ("amended", {"by": "astana-2017", "article": "1"}, "amended has no article"),
    ],
)
def test_a_change_says_what_it_needs_and_no_more(kind: str, parts: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        change(kind, "2019-01-01", **parts)


@pytest.mark.parametrize(
    ("kind", "parts", "fact"),
    [
        ("entered_into_force", {}, e.EnteredIntoForce),
        ("acceded", {"party": "iran"}, e.PartyAcceded),
        ("amended", {"by": "astana-2017"}, e.Amended),
        ("suspended", {}, e.Suspended),
        ("superseded", {"by": "astana-2017"}, e.Superseded),
        ("ended", {}, e.Ended),
    ],
)
def test_each_change_is_a_fact_of_its_own_name(kind: str, parts: dict[str, str], fact: type) -> None:
    assert type(facts_of(changed(in_force(), change(kind, "2019-01-01", **parts)))[-1]) is fact


def test_every_change_has_an_id_of_its_own() -> None:
    agreement = sochi()
    ids = [agreement.change(change("entered_into_force", day), REGISTER) for day in ("2018-09-17", "2018-10-15")]
    assert ids == [held.id for held in agreement.state.changes]
    assert len(set(ids)) == 2
