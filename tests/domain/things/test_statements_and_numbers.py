from typing import Any
from uuid import uuid4

import pytest

from domain import errors
from domain.bulletin import BulletinCorrection, BulletinState
from domain.figure import FigureState
from domain.judgement import Mend
from domain.model import State, in_known_order
from domain.monitoring import MonitoringState
from domain.receipt import ReceiptState
from domain.statement import StatementKind, StatementState
from tests.domain.arrange import REGISTER, Register, an_incident, at, entry, facts_of, made, visible
from tests.domain.things.arrange import bulletin, displaced, kept_out, revision, ultimatum, watch


def folded(thing: Any, known_at: str) -> Any:  # noqa: ANN401 - any thing and its state
    state = type(thing).STATE()
    for fact in in_known_order(visible(facts_of(thing), known_at)):
        state.evolve(fact)
    return state


@pytest.mark.parametrize("state", [BulletinState(), FigureState(), MonitoringState(), ReceiptState(), StatementState()])
def test_nothing_is_there_before_its_opening(state: State) -> None:
    assert not state.exists()


def test_an_ultimatum_keeps_who_gave_it_to_whom_and_until_when() -> None:
    body = ultimatum().state.body
    assert body is not None
    assert (body.kind, body.by, body.addressed_to) == (StatementKind.ULTIMATUM, "turkey", ("syria-government",))
    assert body.deadline is not None
    assert body.deadline.began_from == at("2020-02-29")


@pytest.mark.parametrize(
    ("parts", "field"),
    [({"by": "nobody"}, "by"), ({"addressed_to": ["nobody"]}, "addressed_to"), ({"source": "nobody"}, "source")],
)
def test_a_statement_names_what_is_there(parts: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.Unknown) as refused:
        ultimatum(**parts)
    assert refused.value.field == field


def test_a_statement_may_answer_incidents_and_statements() -> None:
    strike, earlier = an_incident(occurred={"from": "2020-02-03"}), ultimatum(made={"from": "2020-01-31"})
    answers = [
        {"incident": str(strike.id), "asserted_by": "turkey-mod", "text": "after the strike"},
        {"statement": str(earlier.id), "asserted_by": "sohr"},
    ]
    body = ultimatum(Register().knows(strike, earlier), answers=answers).state.body
    assert body is not None
    assert [one.trigger for one in body.answers] == [strike.id, earlier.id]
    assert [(one.aligned_with, one.reliability) for one in body.answers] == [("turkey", "C"), (None, "B")]
    assert len({one.id for one in body.answers}) == 2


def test_a_statement_does_not_answer_what_certainly_happened_later_or_itself() -> None:
    strike = an_incident()
    with pytest.raises(errors.AnswersTheFuture):
        ultimatum(Register().knows(strike), answers=[{"incident": str(strike.id), "asserted_by": "sohr"}])
    numbered = {"scheme": "own", "value": "1"}
    itself = ultimatum(external_id=numbered)
    answers = [{"statement": str(itself.id), "asserted_by": "sohr"}]
    with pytest.raises(errors.AnswersItself):
        ultimatum(Register().knows(itself), external_id=numbered, answers=answers)


def test_an_answer_of_a_statement_names_what_is_there() -> None:
    strike = an_incident(occurred={"from": "2020-02-03"})
    with pytest.raises(errors.Unknown):
        ultimatum(answers=[{"incident": str(uuid4()), "asserted_by": "sohr"}])
    with pytest.raises(errors.Unknown) as refused:
        ultimatum(Register().knows(strike), answers=[{"incident": str(strike.id), "asserted_by": "nobody"}])
    assert refused.value.field == "asserted_by"


def test_a_statement_is_withdrawn_once_and_stood_until_then() -> None:
    statement = ultimatum()
    statement.entry = entry("2020-03-06")
    statement.withdraw(made(Mend, reason="taken back"))
    assert (folded(statement, "2020-03-05").withdrawn, statement.state.withdrawn) == (None, "taken back")
    with pytest.raises(errors.AlreadyWithdrawn):
        statement.withdraw(made(Mend, reason="again"))


def test_a_statement_entered_in_error_never_stood() -> None:
    statement = ultimatum()
    statement.withdraw(made(Mend, reason="another war", cause="entry_error"))
    assert facts_of(statement)[1].known_at == facts_of(statement)[0].known_at


def test_a_figure_is_kept_as_published_and_each_revision_beside_it() -> None:
    figure = displaced()
    figure.revise(revision(948_000, "2020-03-02"), REGISTER)
    figure.revise(revision(961_000, "2020-03-11"), REGISTER)
    assert figure.state.body is not None
    assert figure.state.body.quantity.about == 900_000
    assert [one.quantity.exact for one in figure.state.revisions] == [948_000, 961_000]
    assert len(folded(figure, "2020-03-03").revisions) == 1


def test_revisions_are_read_in_the_order_in_which_they_were_known() -> None:
    figure = displaced()
    figure.revise(revision(961_000, "2020-03-11"), REGISTER)
    figure.revise(revision(948_000, "2020-03-02"), REGISTER)
    assert [one.quantity.exact for one in folded(figure, "2020-12-31").revisions] == [948_000, 961_000]


def test_a_figure_is_not_revised_by_what_was_published_before_it() -> None:
    figure = displaced()
    with pytest.raises(errors.SupersedesTheFuture):
        figure.revise(revision(800_000, "2020-02-16"), REGISTER)
    figure.revise(revision(900_001, "2020-02-17"), REGISTER)
    assert len(facts_of(figure)) == 2


def test_a_figure_may_be_a_share_of_another_that_is_there() -> None:
    whole = displaced()
    register = Register()
    register.began["figure", whole.id] = at("2020-02-17")
    part = displaced(register, part_of=str(whole.id)).state.body
    assert part is not None
    assert part.part_of == whole.id
    with pytest.raises(errors.Unknown) as refused:
        displaced(part_of=str(uuid4()))
    assert refused.value.field == "part_of"


def test_a_figure_names_a_source_that_is_there() -> None:
    with pytest.raises(errors.Unknown):
        displaced(source="nobody")


def test_a_bulletins_numbers_that_do_not_add_up_are_kept_and_told() -> None:
    """The Russian side registered 27 and listed 26 by region."""
    state = bulletin().state
    assert state.body is not None
    assert (state.body.total, sum((state.body.regions or {}).values())) == (27, 26)
    assert state.unaccounted == 1


@pytest.mark.parametrize(
    ("parts", "unaccounted"),
    [
        ({"total": 26}, 0),
        ({"total": 20}, -6),
        ({"total": 0, "regions": {}}, 0),
        ({"total": None}, None),
        ({"regions": None}, None),
    ],
)
def test_what_is_unaccounted_for_is_the_total_less_the_regions(parts: dict[str, Any], unaccounted: int | None) -> None:
    assert bulletin(**parts).state.unaccounted == unaccounted
    assert BulletinState().unaccounted is None


def test_null_in_a_bulletin_is_unknown_and_never_nought() -> None:
    body = bulletin(total=None, regions=None, period=None).state.body
    assert body is not None
    assert (body.total, body.regions, body.period) == (None, None, None)


@pytest.mark.parametrize(
    "parts", [{"side": "nobody"}, {"confirmed": [{"by": "nobody", "count": 1}]}, {"source": "nobody"}]
)
def test_a_bulletin_names_what_is_there(parts: dict[str, Any]) -> None:
    with pytest.raises(errors.Unknown):
        bulletin(**parts)


def test_a_bulletins_correction_replaces_both_numbers() -> None:
    published = bulletin()
    published.correct(made(BulletinCorrection, reason="a misprint", total=26, regions={"Aleppo": 26}))
    assert published.state.unaccounted == 0
    assert published.state.corrected == "a misprint"
    assert folded(published, "2018-12-31").unaccounted == 1


def test_an_entry_error_in_a_bulletin_is_mended_from_its_publication_on() -> None:
    published = bulletin()
    published.correct(made(BulletinCorrection, reason="typing", total=26, cause="entry_error"))
    assert folded(published, "2018-10-03").body.total == 26


def test_an_entry_error_in_a_correction_of_a_bulletin_is_mended_from_that_correction_on() -> None:
    published = bulletin()
    published.entry = entry("2019-01-01")
    published.correct(made(BulletinCorrection, reason="a misprint", total=62))
    published.entry = entry("2019-02-01")
    published.correct(made(BulletinCorrection, reason="typing", total=26, cause="entry_error"))
    assert [folded(published, moment).body.total for moment in ("2018-12-31", "2019-01-01")] == [27, 26]


def test_a_correction_unseen_without_its_bulletin_waits() -> None:
    published = bulletin()
    published.correct(made(BulletinCorrection, reason="a misprint", total=26))
    state = BulletinState()
    state.evolve(facts_of(published)[1])
    assert not state.exists()


def test_the_order_of_its_regions_does_not_make_it_another_bulletin() -> None:
    one, other = bulletin(regions={"Aleppo": 8, "Idlib": 3}), bulletin(regions={"Idlib": 3, "Aleppo": 8})
    assert one.state.digest == other.state.digest


def test_a_watch_is_the_same_however_often_it_is_declared() -> None:
    assert watch().id == watch().id
    assert watch().id != watch(note="by phone").id


def test_a_watch_names_a_monitor_that_is_there() -> None:
    with pytest.raises(errors.Unknown) as refused:
        watch(monitor="nobody")
    assert refused.value.field == "monitor"


def test_that_a_monitor_was_kept_out_is_known_when_it_was_published() -> None:
    monitoring = watch()
    denied = monitoring.deny_access(kept_out(), REGISTER)
    monitoring.deny_access(kept_out(denied_by=None), REGISTER)
    assert [one.denied_by for one in monitoring.state.denials] == ["syria-government", None]
    assert monitoring.state.denials[0].id == denied
    assert folded(monitoring, "2020-02-11").denials == []
    assert len(folded(monitoring, "2020-02-12").denials) == 2


def test_who_kept_a_monitor_out_is_there() -> None:
    with pytest.raises(errors.Unknown) as refused:
        watch().deny_access(kept_out(denied_by="nobody"), REGISTER)
    assert refused.value.field == "denied_by"
