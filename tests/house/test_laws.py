"""Laws of the same rank as the floors: no signals, one write door, the clock only at the edge."""

import ast

from tests.house.tree import calls, dotted, floor, modules, place, told, tree

SIGNALS = {
    "pre_save",
    "post_save",
    "pre_delete",
    "post_delete",
    "m2m_changed",
    "pre_init",
    "post_init",
    "receiver",
}
# Who may ask what time it is; everybody below is told.
WITH_A_CLOCK = {"rooms", "api", "cli", "worker", "config", "links", "demo", "frame"}
CLOCKS = ("timezone.now", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
# Tables that follow from the log: only the write door touches them.
PROCESS_ROWS = {"EventRow", "DealRow", "VisitRow", "PaymentRow", "InquiryRow", "StageCount", "RequestRow"}
WRITES = {"create", "bulk_create", "update", "bulk_update", "update_or_create", "get_or_create", "delete"}


def test_no_signal_of_the_database_is_listened_to() -> None:
    wrong = [
        f"{place(path, node)} {name}"
        for path in modules()
        for node in ast.walk(tree(path))
        for name in [dotted(node).split(".")[-1] if isinstance(node, ast.Name | ast.Attribute) else ""]
        if name in SIGNALS
    ]
    assert not wrong, told(wrong)


def test_rows_of_the_process_are_written_by_the_store_alone() -> None:
    wrong = []
    for path in modules():
        if floor(path) != "store":
            for call, name in calls(path):
                if name.split(".")[-1] in WRITES and set(_names_before(call)) & PROCESS_ROWS:
                    wrong.append(f"{place(path, call)} {name}")
                if name in PROCESS_ROWS:
                    wrong.append(f"{place(path, call)} makes a {name}")
    assert not wrong, told(wrong)


def _names_before(call: ast.Call) -> list[str]:
    return [node.id for node in ast.walk(call.func) if isinstance(node, ast.Name)]


def test_the_clock_is_asked_at_the_edge_only() -> None:
    wrong = [
        f"{place(path, call)} {name}"
        for path in modules()
        if floor(path) not in WITH_A_CLOCK
        for call, name in calls(path)
        if name.endswith(CLOCKS)
    ]
    assert not wrong, told(wrong)
