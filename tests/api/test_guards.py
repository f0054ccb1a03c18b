"""What a deal asks of others, through the API: approvals, exceptions, readings, skipped stages."""

from collections.abc import Callable

from tests.api.conftest import Program
from tests.world import World

Programs = Callable[..., Program]


def test_an_approval_is_asked_by_one_token_and_given_by_another(
    world: World, manager: Program, program: Programs
) -> None:
    key = manager.done("/deals", {"title": "Сайт", "amount": 100})["key"]
    assert manager.done(f"/deals/{key}/approval-requests", {"role": "head"})["kinds"] == [
        "deal.approval_asked"
    ]
    refused = manager.post(f"/deals/{key}/approvals", {"role": "head"})
    assert refused.status_code == 422 and refused.json()["refused"][0]["guard"] == "approver"
    given = program(world.head).done(f"/deals/{key}/approvals", {"role": "head", "note": "Согласен"})
    assert given["kinds"] == ["deal.approved"]
    assert manager.done(f"/deals/{key}/instruction")["kinds"] == [], "this stage has none"


def test_an_exception_is_granted_by_right_with_a_reason(
    world: World, manager: Program, program: Programs
) -> None:
    key = manager.done("/deals", {"title": "Сайт"})["key"]
    assert manager.get(f"/deals/{key}").json()["may_go_to"] == ["call"]
    assert manager.done(f"/deals/{key}/exception-requests", {})["kinds"] == ["deal.exception_asked"]
    assert manager.post(f"/deals/{key}/exceptions", {"reason": "Можно"}).status_code == 403
    head = program(world.head)
    assert head.post(f"/deals/{key}/exceptions", {"reason": ""}).status_code == 422
    granted = head.done(f"/deals/{key}/exceptions", {"reason": "Можно", "to": "call"})
    assert granted["stage"] == "call" and granted["kinds"] == ["deal.exception_granted", "deal.moved"]
    assert [(one["guard"], one["mode"]) for one in granted["passed"]] == [
        ("brief_filled", "enforce"),
        ("next_step_set", "enforce"),
    ]
    assert granted["passed"][0]["sentence"] == "The brief is not filled."
