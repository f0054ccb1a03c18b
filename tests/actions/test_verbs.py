"""What holds for every verb: done, refused, repeated, not allowed, not found, stale; and any text."""

from zoneinfo import ZoneInfo

import pytest

from tests.actions.verbs import ON_DEAL, VERBS, Verb
from tests.world import World
from voronka.actions import cycle
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.deal import Deal
from voronka.core.entry import Inquiry
from voronka.core.problems import Invalid, NotAllowed, NotFound, RequestReused, Stale
from voronka.store import log, values
from voronka.store.models import EventRow, RequestRow, Text

REFUSABLE = [verb for verb in VERBS if verb.refused]
WITH_TEXT = [verb for verb in VERBS if verb.texts]
WITH_SEEN = [verb for verb in VERBS if verb.seen]
TOLD = ["<script>alert(1)</script>", "💰 счёт 🚀", "Ёлки «в кавычках» ' \" \\ %s {} $1", "я" * 10_000]
each = pytest.mark.parametrize("verb", VERBS, ids=str)


def stream_of(verb: Verb, key: int) -> list[log.Recorded]:
    """The facts of what the verb changes."""
    return log.stream(f"{'deal' if verb in ON_DEAL else 'inquiry'}:{key}")


def state(verb: Verb, key: int) -> Deal | Inquiry:
    """The rows of what the verb changes, as a value."""
    return values.deal(key) if verb in ON_DEAL else values.inquiry(key)


def traces() -> tuple[int, int, int]:
    """How much is kept: facts, texts, answers."""
    return EventRow.objects.count(), Text.objects.count(), RequestRow.objects.count()


def texts_without_a_fact() -> set[int]:
    """Texts that no fact refers to."""
    told = {
        getattr(log.recorded(row).event, name, None)
        for row in EventRow.objects.all()
        for name in ("text", "reason")
    }
    return {key for key in Text.objects.values_list("id", flat=True) if key not in told}


@each
def test_it_is_done_and_told_by_the_log(world: World, verb: Verb) -> None:
    key = verb.start(world)
    before = EventRow.objects.latest("id").id
    outcome = verb.do(world, key)
    assert outcome.done and outcome.kinds == verb.kinds and not outcome.repeated
    new = [log.recorded(row) for row in EventRow.objects.filter(id__gt=before).order_by("id")]
    assert {one.event.kind for one in new} >= set(verb.kinds)
    assert {(one.by, one.door, one.at) for one in new} == {
        (getattr(world, verb.who).label, "page", world.now)
    }
    assert not texts_without_a_fact()


@pytest.mark.parametrize("verb", REFUSABLE, ids=str)
def test_a_refusal_is_in_the_log_in_the_same_words_and_changes_nothing_else(world: World, verb: Verb) -> None:
    assert verb.refused is not None
    key = verb.refused(world)
    before = stream_of(verb, key)
    outcome = verb.do(world, key)
    assert outcome.refused[0].guard == verb.guard and not outcome.done
    *earlier, last = stream_of(verb, key)
    assert earlier == before
    assert isinstance(last.event, e.DealMoveRefused | e.InquiryChangeRefused)
    assert list(last.event.missing) == [one.as_data() for one in outcome.refused]
    assert outcome.kinds == (last.event.kind,) and outcome.seq == last.seq
    assert not texts_without_a_fact()


@each
def test_a_repeated_request_changes_nothing_and_gets_the_same_answer(world: World, verb: Verb) -> None:
    key = verb.start(world)
    asked = verb.asks(world, key)
    first = verb.do(world, key, request="a1", **asked)
    kept = traces()
    again = verb.do(world, key, request="a1", **asked)
    assert again.repeated and again.as_data() == first.as_data()
    assert traces() == kept


@pytest.mark.parametrize("verb", REFUSABLE, ids=str)
def test_a_repeated_refusal_is_the_same_refusal_and_is_logged_once(world: World, verb: Verb) -> None:
    assert verb.refused is not None
    key = verb.refused(world)
    asked = verb.asks(world, key)
    first = verb.do(world, key, request="a1", **asked)
    kept = traces()
    assert verb.do(world, key, request="a1", **asked).refused == first.refused
    assert traces() == kept


@each
def test_a_request_that_comes_again_for_something_else_is_told_so(world: World, verb: Verb) -> None:
    key, other = verb.start(world), verb.start(world)
    asked = verb.asks(world, key)
    verb.do(world, key, request="a1", **asked)
    with pytest.raises(RequestReused):
        verb.do(world, other, request="a1", **asked)


@each
def test_who_may_not_is_told_so_and_nothing_is_kept(world: World, verb: Verb) -> None:
    key = verb.start(world)
    asked, kept = verb.asks(world, key), traces()
    for nobody in (world.marketer, world.stranger, Actor("person", 7)):
        if verb.name == "approve_deal" and nobody is world.marketer:
            continue  # anybody's role may be one that approves
        with pytest.raises(NotAllowed):
            verb.do(world, key, by=nobody, request="a1", **asked)
    assert traces() == kept


@each
def test_what_is_not_there_is_not_found(world: World, verb: Verb) -> None:
    asked = verb.asks(world, verb.start(world))
    kept = traces()
    for key in (10**6, 0, -1, 2**63 - 1, 2**63, 10**40):
        with pytest.raises(NotFound):
            verb.do(world, key, **asked)
    assert traces() == kept


@each
def test_what_is_somebody_elses_cannot_be_told_from_what_is_not_there(world: World, verb: Verb) -> None:
    if verb.who == "head":
        pytest.skip("sees every deal")
    key = verb.start(world)
    asked, kept = verb.asks(world, key), traces()
    rival = Actor("person", world.other_manager.id, getattr(world, verb.who).role)
    for seen in [None, 0] if verb.seen else [None]:
        told = {"seen": seen} if verb.seen else {}
        with pytest.raises(NotFound) as caught:
            verb.do(world, key, by=rival, **told, **asked)
        assert str(caught.value).endswith(f" {key}")
    assert traces() == kept


@pytest.mark.parametrize("verb", WITH_SEEN, ids=str)
def test_a_page_that_saw_another_state_is_stale(world: World, verb: Verb) -> None:
    key = verb.start(world)
    current = values.deal(key).state_seq
    for seen in (current - 1, current + 1, 0):
        kept = traces()
        with pytest.raises(Stale) as caught:
            verb.do(world, key, seen=seen)
        assert (caught.value.seen, caught.value.current) == (seen, current)
        assert traces() == kept
    assert verb.do(world, key, seen=current).done


@pytest.mark.parametrize("verb", WITH_SEEN, ids=str)
def test_a_note_in_between_makes_no_page_stale(world: World, verb: Verb) -> None:
    key = verb.start(world)
    current = values.deal(key).state_seq
    cycle.add_note(key=key, text="вспомнил", by=world.head, at=world.later(seconds=1))
    assert verb.do(world, key, seen=current).done


@pytest.mark.parametrize("verb", WITH_TEXT, ids=str)
def test_any_text_is_kept_as_it_was_typed(world: World, verb: Verb) -> None:
    for typed in TOLD:
        limit = 300 if verb.name in ("set_title", "set_next_step") else 10_000
        key = verb.start(world)
        verb.do(world, key, **{verb.texts[0]: f"  {typed[:limit]}\x00 "})
        assert Text.objects.latest("id").body == typed[:limit]


@pytest.mark.parametrize("verb", WITH_TEXT, ids=str)
def test_half_a_letter_does_no_harm(world: World, verb: Verb) -> None:
    key = verb.start(world)
    assert verb.do(world, key, **{verb.texts[0]: "до \ud83d после"}).done
    assert Text.objects.latest("id").body == "до ? после"


@pytest.mark.parametrize("verb", WITH_TEXT, ids=str)
def test_a_text_that_is_too_long_is_refused_before_anything_is_kept(world: World, verb: Verb) -> None:
    key = verb.start(world)
    asked, kept = verb.asks(world, key), traces()
    with pytest.raises(Invalid) as caught:
        verb.do(world, key, **{**asked, verb.texts[0]: "я" * 10_001})
    [problem] = caught.value.problems
    assert (problem.code, problem.field) == ("too_long", asked.get("field", verb.texts[0]))
    assert traces() == kept


@each
def test_a_request_must_have_a_name_that_can_be_kept(world: World, verb: Verb) -> None:
    key = verb.start(world)
    asked = verb.asks(world, key)
    with pytest.raises(Invalid) as caught:
        verb.do(world, key, request="r" * 101, **asked)
    assert caught.value.problems[0].field == "request"
    assert not verb.do(world, key, request="\x00", **asked).repeated
    assert RequestRow.objects.count() == 0


@each
def test_the_moment_may_come_in_any_time_zone(world: World, verb: Verb) -> None:
    key = verb.start(world)
    verb.do(world, key, at=world.later(seconds=5).astimezone(ZoneInfo("Asia/Vladivostok")))
    assert stream_of(verb, key)[-1].at == world.now
