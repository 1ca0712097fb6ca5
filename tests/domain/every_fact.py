"""Every fact that there is, written through the commands that write it."""

from typing import Any

from domain.agreement.values import ChangeKind
from domain.answering import CanAnswer
from domain.bulletin import BulletinCorrection
from domain.incident.incident import Incident
from domain.incident.reports import (
    AnswerDisputeReport,
    AnswerReport,
    AssessmentReport,
    BreachReport,
    ClaimAddition,
    Correction,
    Grading,
    SplitReport,
)
from domain.inference.adoption import FitWithdrawalReport
from domain.judgement import Judgement, Mend
from domain.model import Aggregate
from domain.party import AffiliationEndReport, AffiliationReport, Party, PartyReport, RenamingReport
from domain.receipt import Receipt
from domain.source import GradeReport, LicenceReport, Source, SourceReport
from tests.domain.arrange import REGISTER, Register, an_incident, claim, claims_of, entry, facts_of, lost, made, toll
from tests.domain.fitting.arrange import an_adoption
from tests.domain.things.arrange import (
    bulletin,
    change,
    changed,
    displaced,
    kept_out,
    obligation,
    provision,
    revision,
    sochi,
    ultimatum,
    watch,
    zone,
)

CHANGES = (
    "entered_into_force",
    "acceded",
    "amended",
    "suspended",
    "resumed",
    "superseded",
    "ended",
    "provision_repealed",
)
"""Every change of an agreement, a day apart."""


def every_thing() -> list[Aggregate]:
    """Let things of every kind live through every fact."""
    return [*an_incidents_life(), *an_agreements_life(), *words_and_numbers(), *who_and_what(), *methods()]


def every_fact() -> list[Any]:
    return [fact for thing in every_thing() for fact in facts_of(thing)]


def an_incidents_life() -> list[Aggregate]:
    trigger = an_incident(nature="retaliation", external_id={"scheme": "ucdp-ged", "value": "214797"})
    one = an_incident(a_claim_that_says_everything(), toll(4), first=toll(4, "afp"), nature="incident")
    first, *moved = claims_of(one)
    one.add_claim(toll(6, "afp", published="2020-02-22", supersedes=first), REGISTER)
    one.regrade_claim(first, made(Grading, reason="r", credibility=1, reliability="A"))
    said_to_answer(one, trigger)
    judged(one)
    mended(one)
    new = one.split(made(SplitReport, reason="r", claims=moved), REGISTER)
    new.merge_into(one, "r")
    new.undo_merge(one, "r")
    one.retract(made(Mend, reason="r"))
    one.reinstate(made(Judgement, reason="r"))
    return [trigger, one, new, an_incident()]


def a_claim_that_says_everything() -> ClaimAddition:
    lost_tank = {"party": "turkey", "type": "tank", "quantity": {"several": True, "wording": "several tanks"}}
    return claim(
        "sohr",
        via="afp",
        published="2020-02-21",
        url="https://example.org/ü?a=1",
        text='Said "six" — ستة',
        credibility=2,
        unconfirmed=True,
        basis="inferred",
        basis_reason="the hour of the broadcast",
        possible_perpetrators=["syria-government", "russia"],
        casualties=[lost({"between": [30, 35], "best": 33}), lost({"unknown": True}, "missing", party=None)],
        equipment=[lost_tank],
        total={"low": 3, "best": 2},
        occurred={"from": "2020-02-20T10:00:00", "to": "2020-02-20T12:00:00+02:00", "zone": "Asia/Damascus"},
        place={"name": "Qminas", "lat": 35.88123456789, "lon": 36.7, "adm1": "Idlib", "adm2": "Ariha"},
        act="shelling",
        targets=[],
    )


def said_to_answer(thing: CanAnswer, trigger: Incident, **when: str) -> None:
    """Let it be asserted, disputed (with a reason where it is said when), confirmed and rejected."""
    register, why = Register().knows(trigger), {"reason": "r"} if when else {}
    answer = thing.assert_answer(
        made(AnswerReport, incident=trigger.id, asserted_by="sohr", text="t", **when), register
    )
    thing.dispute_answer(answer, made(AnswerDisputeReport, source="sohr", **why), register)
    thing.confirm_answer(answer, made(Judgement))
    thing.reject_answer(answer, made(Judgement, reason="r", known_at="2020-03-01T00:00:00+03:00"))


def judged(one: Incident) -> None:
    """Let analysts find all that they can, and take back what can be taken back."""
    for finding in ("alleged", "confirmed", "rejected"):
        one.judge_breach(made(BreachReport, agreement="sochi-2018", provision="1", finding=finding), REGISTER)
    killed = {"party": "turkey", "outcome": "killed", "low": 2}
    override = made(AssessmentReport, reason="r", perpetrators=["russia"], attribution="admitted", casualties=[killed])
    one.assess(override, REGISTER)
    one.assess(made(AssessmentReport, reason="r", lift=True), REGISTER)
    one.verify(made(Judgement))
    one.dispute(made(Judgement))


def mended(one: Incident) -> None:
    """Let its time, its place and its act be corrected."""
    where = {"name": "Saraqib"}
    one.correct(made(Correction, reason="r", occurred={"from": "2020-02-19"}, place=where, act="ied"), REGISTER)


def an_agreements_life() -> list[Aggregate]:
    agreement = sochi(guarantors=["iran"], amends="astana-2017", reference="S/2018/852", note="n")
    agreement.adopt(provision(binds=["russia"], zone="m4", since={"from": "2018-10-10"}, answer_allowed=True), REGISTER)
    agreement.adopt(provision("2", deadline={"from": "2018-10-15"}, answer_allowed=False), REGISTER)
    ring = [[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 35.0]]
    agreement.draw(zone(), REGISTER)
    agreement.draw(zone(corridor=None, geometry={"type": "Polygon", "coordinates": [ring]}), REGISTER)
    agreement.draw(zone(corridor=None, geometry={"type": "MultiPolygon", "coordinates": [[ring]]}), REGISTER)
    needs = {"acceded": {"party": "iran"}, "amended": {"by": "astana-2017"}, "superseded": {"by": "astana-2017"}}
    needs |= {"provision_repealed": {"article": "1"}}
    assert set(CHANGES) == set(ChangeKind)
    for number, kind in enumerate(CHANGES, start=1):
        changed(agreement, change(kind, f"2019-01-0{number}", **needs.get(kind, {})))
    agreement.assess_obligation(obligation(party="turkey"), REGISTER)
    return [agreement, sochi(form="announced")]


def words_and_numbers() -> list[Aggregate]:
    trigger = an_incident(occurred={"from": "2020-02-03"})
    statement = ultimatum(
        Register().knows(trigger), answers=[{"incident": str(trigger.id), "asserted_by": "sohr"}], speaker="Erdoğan"
    )
    said_to_answer(statement, trigger, published_at="2020-02-06")
    statement.withdraw(made(Mend, reason="r"))
    figure, published, monitoring = displaced(), bulletin(), watch()
    figure.revise(revision(948_000, "2020-03-02"), REGISTER)
    published.correct(made(BulletinCorrection, reason="r", total=26, regions={"حلب": 26}))
    monitoring.withdraw_denial(monitoring.deny_access(kept_out(), REGISTER), made(Mend, reason="r"))
    monitoring.withdraw(made(Mend, reason="r"))
    return [statement, figure, published, monitoring, bulletin(period=None, total=None, regions=None)]


def who_and_what() -> list[Aggregate]:
    party = Party.register(entry(), made(PartyReport, slug="hts", name="HTS", kind="armed_group", aliases=["Nusra"]))
    party.rename(made(RenamingReport, name="Hay'at Tahrir al-Sham", reason="r"))
    told = {"with": "opposition", "relation": "ally", "from": "2017-01-28", "source": "sohr", "text": "t"}
    affiliation = party.affiliate(made(AffiliationReport, **told), REGISTER)
    party.end_affiliation(affiliation, made(AffiliationEndReport, to="2017-07-20", reason="r"))
    report = made(SourceReport, slug="thiqa", name="Thiqa", kind="outlet", url="https://example.org", licence="CC0-1.0")
    source = Source.register(entry(), report, REGISTER)
    source.regrade(made(GradeReport, reliability="B", aligned_with="turkey", reason="r"), REGISTER)
    source.relicense(made(LicenceReport, licence="CC-BY-4.0", attribution="Thiqa", reason="r"))
    return [party, source, Receipt.give(entry(), "k", "00ff", source, 1, {"claim": "c"})]


def methods() -> list[Aggregate]:
    adoption = an_adoption()
    adoption.withdraw(made(FitWithdrawalReport, reason="r"))
    return [adoption, an_adoption(fitted_to={"position": 0, "policy": "assessment-1"}, left_out={}, background=[])]
