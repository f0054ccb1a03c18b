"""What is wrong with a request, as exceptions that carry data and no sentences."""

from voronka.core.problems import Invalid, NotAllowed, NotFound, Problem, RequestReused, Stale


def test_every_problem_tells_what_it_is_about() -> None:
    wrong = Invalid(Problem("required", "title"), Problem("too_long", "", {"limit": 5}))
    assert [one.code for one in wrong.problems] == ["required", "too_long"]
    assert str(wrong) == "title: required; -: too_long"
    missing, stale = NotFound("deal", 41), Stale("deal", 41, 3, 5)
    assert (missing.noun, missing.key, str(missing)) == ("deal", 41, "deal 41")
    assert (stale.seen, stale.current, str(stale)) == (3, 5, "deal 41: seen 3, now 5")
    assert (NotAllowed("deal.move").verb, RequestReused("r1").request) == ("deal.move", "r1")
