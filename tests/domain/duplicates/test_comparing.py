"""Any two sketches can be compared, the same both ways."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.act import Act
from domain.duplicates.likeness import MOST, compare
from domain.duplicates.sketch import Number, Sketch
from domain.incident.values import Standing
from domain.place import PlacePrecision
from tests.domain.duplicates.strikes import DAY, NOON, a_sketch

numbers = st.none() | st.builds(
    lambda low, more: Number(low, None if more is None else low + more),
    st.integers(0, 60),
    st.none() | st.integers(0, 9),
)
parties = st.frozensets(st.sampled_from(("turkey", "russia", "syria-government")), max_size=2)
points_of_earth = st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.tuples(
    st.floats(35.5, 36.5), st.floats(36.0, 37.0)
)


@st.composite
def sketches(draw: Callable[..., Any]) -> Sketch:
    began = NOON + draw(st.integers(-5 * DAY, 5 * DAY))
    lat, lon = draw(st.just((None, None)) | points_of_earth)
    return a_sketch(
        standing=draw(st.sampled_from(Standing)),
        sources=draw(st.frozensets(st.sampled_from("abcd"), min_size=1, max_size=2)),
        scheme=draw(st.sampled_from((None, "acled", "ucdp-ged"))),
        began_from=began,
        over_by=began + draw(st.integers(0, 3 * DAY) | st.integers(0, 400 * DAY)),
        name=draw(st.sampled_from(("nayrab", "saraqib"))),
        lat=lat,
        lon=lon,
        precision=draw(st.sampled_from(PlacePrecision)),
        suspects=draw(parties),
        targets=draw(parties),
        act=draw(st.sampled_from(Act)),
        killed=draw(numbers),
        wounded=draw(numbers),
    )


@given(sketches(), sketches())
def test_a_comparison_is_total_and_the_same_both_ways_and_stays_within_its_bounds(one: Sketch, other: Sketch) -> None:
    found = compare(one, other)
    assert found == compare(other, one)
    if found is not None:
        assert 0 < found.score <= 1
        assert found.points == sum(evidence.points for evidence in found.parts.values())
        assert all(evidence.points <= MOST[name] for name, evidence in found.parts.items())
