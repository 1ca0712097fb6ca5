from domain.agreement.agreement import Agreement
from domain.agreement.life import Force
from domain.agreement.state import AgreementState
from domain.agreement.values import ChangeReport
from domain.model import in_known_order
from tests.domain.arrange import at, facts_of, visible
from tests.domain.things.arrange import change, changed, sochi

IN, UNCERTAIN, OUT = Force.IN_FORCE, Force.UNCERTAIN, Force.NOT_IN_FORCE


def living(*changes: ChangeReport) -> Agreement:
    return changed(sochi(), *changes)


def force(agreement: Agreement, *moments: str) -> list[Force]:
    return [agreement.state.force_at(at(moment)) for moment in moments]


def test_what_was_only_signed_is_not_in_force() -> None:
    assert force(sochi(), "2018-09-18", "2030-01-01") == [OUT, OUT]


def test_it_is_in_force_from_when_it_entered_until_it_ended() -> None:
    agreement = living(change("entered_into_force", "2018-09-20"), change("ended", "2020-03-05"))
    assert force(agreement, "2018-09-19T23:59Z", "2018-09-21", "2020-03-04", "2020-03-06") == [OUT, IN, IN, OUT]


def test_on_a_day_known_only_as_a_day_it_is_uncertain() -> None:
    agreement = living(change("entered_into_force", "2018-09-20"), change("ended", "2020-03-05"))
    assert force(agreement, "2018-09-20T12:00Z", "2020-03-05T12:00Z") == [UNCERTAIN, UNCERTAIN]


def test_at_an_instant_it_enters_at_once() -> None:
    agreement = living(change("entered_into_force", "2018-09-20T12:00:00Z"))
    assert force(agreement, "2018-09-20T11:59Z", "2018-09-20T12:00Z") == [OUT, IN]


def test_between_rival_starts_it_is_uncertain() -> None:
    agreement = living(
        change("entered_into_force", "2018-09-17", "turkey-mod"),
        change("entered_into_force", "2018-10-15", "russia-mod"),
    )
    assert force(agreement, "2018-09-16", "2018-09-18", "2018-10-15T12:00Z", "2018-10-16") == [
        OUT,
        UNCERTAIN,
        UNCERTAIN,
        IN,
    ]


def test_between_rival_ends_it_is_uncertain() -> None:
    agreement = living(
        change("entered_into_force", "2018-09-17"),
        change("superseded", "2020-03-05", by="astana-2017"),
        change("ended", "2020-02-28"),
    )
    assert force(agreement, "2020-02-27", "2020-03-01", "2020-03-06") == [IN, UNCERTAIN, OUT]


def test_a_suspension_holds_until_it_is_resumed() -> None:
    agreement = living(
        change("entered_into_force", "2018-09-17"), change("suspended", "2019-05-01"), change("resumed", "2019-08-02")
    )
    assert force(agreement, "2019-04-30", "2019-05-02", "2019-08-01", "2019-08-03") == [IN, OUT, OUT, IN]


def test_changes_that_do_not_touch_its_force_leave_it() -> None:
    agreement = living(
        change("entered_into_force", "2018-09-17"),
        change("amended", "2019-05-01", by="astana-2017"),
        change("acceded", "2019-06-01", party="iran"),
    )
    assert force(agreement, "2019-05-01T12:00Z", "2019-06-01T12:00Z") == [IN, IN]


def test_the_order_of_recording_does_not_change_its_life() -> None:
    starts = change("entered_into_force", "2018-09-17"), change("entered_into_force", "2018-10-15", "russia-mod")
    ends = change("ended", "2020-03-05"), change("ended", "2020-02-28", "russia-mod")
    moments = ("2018-09-20", "2018-10-20", "2020-03-01", "2020-03-07")
    assert force(living(*starts, *ends), *moments) == force(living(*reversed(starts), *reversed(ends)), *moments)


def test_a_change_is_seen_when_it_was_published() -> None:
    agreement = living(change("entered_into_force", "2018-09-17", published_at="2018-09-20T00:00:00Z"))

    def known(moment: str) -> Force:
        state = AgreementState()
        for fact in in_known_order(visible(facts_of(agreement), moment)):
            state.evolve(fact)
        return state.force_at(at("2018-09-18"))

    assert (known("2018-09-19"), known("2018-09-20")) == (OUT, IN)
