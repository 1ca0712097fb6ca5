from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain import errors
from domain.claim import ClaimReport
from domain.sourced import Basis
from tests.domain.arrange import REGISTER, at, entry, made, words

RECORDED = "2020-02-20T18:00Z"


def said(published: str, **parts: Any) -> ClaimReport:
    return made(ClaimReport, **words("sohr", published=published, **parts))


def known(published: str, recorded: str = RECORDED) -> datetime:
    return said(published).known_at(entry(recorded))


def test_a_publication_is_known_at_its_instant() -> None:
    assert known("2020-02-20T17:00:00+03:00") == at("2020-02-20T14:00Z")


def test_a_publication_known_to_the_day_counts_from_that_days_end() -> None:
    assert known("2020-02-19") == at("2020-02-20") - timedelta(microseconds=1)


def test_a_publication_of_today_is_known_when_it_is_recorded() -> None:
    assert known("2020-02-20") == at(RECORDED)


def test_a_publication_at_the_very_moment_of_recording_is_kept() -> None:
    assert known("2020-02-20T18:00:00Z") == at(RECORDED)


@pytest.mark.parametrize("published", ["2020-02-20T18:00:01Z", "2020-02-20T20:00:00+01:00", "2020-02-21", "9999-12-31"])
def test_a_publication_after_the_recording_is_refused(published: str) -> None:
    with pytest.raises(errors.Unacceptable) as refused:
        known(published)
    assert refused.value.field == "published_at"


@pytest.mark.parametrize("published", ["2020-02-20T15:00:00", "2020-02-20 15:00", "20200220", "last week", ""])
def test_a_publication_at_no_instant_and_on_no_day_is_refused(published: str) -> None:
    with pytest.raises(ValueError, match=r"published_at|names no instant"):
        said(published)


def test_an_inferred_time_says_why_and_a_stated_one_does_not() -> None:
    inferred = said("2020-02-20T12:00:00Z", basis="inferred", basis_reason="the broadcast's hour")
    assert inferred.basis is Basis.INFERRED
    with pytest.raises(ValueError, match="says why"):
        said("2020-02-20", basis="inferred")
    with pytest.raises(ValueError, match="goes with basis: inferred"):
        said("2020-02-20", basis_reason="the broadcast's hour")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/x", "example.org", "http://"])
def test_an_address_that_is_not_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        said("2020-02-20", url=url)


def test_an_address_is_kept_word_for_word() -> None:
    assert said("2020-02-20", url="https://Example.org").url == "https://Example.org"


@pytest.mark.parametrize("credibility", [0, 7, 2.0, "3", True])
def test_credibility_is_a_whole_number_from_1_to_6(credibility: Any) -> None:  # noqa: ANN401 - what a caller may send
    with pytest.raises(ValueError, match="credibility"):
        said("2020-02-20", credibility=credibility)


def test_what_a_source_said_is_stored_word_for_word_with_its_grade() -> None:
    parts = {"via": "afp", "url": "https://example.org/1", "text": "Six killed.", "credibility": 2, "unconfirmed": True}
    stored = said("2020-02-20T17:00:00+03:00", **parts).claim(uuid4(), REGISTER)
    kept = stored.model_dump()
    assert {name: kept[name] for name in parts} == parts
    assert (stored.published_at, stored.source) == ("2020-02-20T17:00:00+03:00", "sohr")
    assert (stored.aligned_with, stored.reliability) == (None, "B")
