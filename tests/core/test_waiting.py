"""The median of waits: by hand, against a plain median where nobody waits any more, and its interval by simulation."""

from random import Random
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from voronka.core.waiting import LEAST, Half, half

LENGTHS = st.lists(st.integers(0, 500), min_size=LEAST, max_size=60)


def test_of_too_few_nothing_is_told() -> None:
    assert half([(5, True)] * (LEAST - 1)) == Half(LEAST - 1)


def test_who_still_waits_is_not_counted_as_answered() -> None:
    answered = [(10, True)] * 6 + [(20, True)] * 6
    assert half(answered).middle == 10
    assert half([*answered, *[(15, False)] * 8]).middle == 20
    assert half([(100, False)] * 20).middle is None


@given(LENGTHS)
def test_where_nobody_waits_it_is_the_lower_median_and_lies_in_its_interval(lengths: list[int]) -> None:
    found = half([(one, True) for one in lengths])
    assert found.middle is not None and found.middle in lengths
    assert sum(one <= found.middle for one in lengths) * 2 >= len(lengths)
    assert found.middle <= median(lengths)
    assert found.low is not None and found.low <= found.middle
    assert found.high is None or found.high >= found.middle


@given(LENGTHS, st.data())
def test_longer_waits_never_make_it_shorter(lengths: list[int], data: st.DataObject) -> None:
    more = data.draw(st.integers(0, 100))
    before = half([(one, True) for one in lengths]).middle
    after = half([(one + more, True) for one in lengths]).middle
    assert before is not None and after == before + more


def test_its_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    random, holds, tries = Random(4), 0, 400
    for _ in range(tries):
        waits = []
        for _one in range(60):
            true, seen = random.expovariate(1 / 1000), random.uniform(0, 4000)
            waits.append((round(min(true, seen)), true <= seen))
        found = half(waits)
        assert found.low is not None
        truth = 1000 * 0.6931
        holds += found.low <= truth <= (found.high if found.high is not None else 10**9)
    assert 0.91 <= holds / tries <= 0.985
