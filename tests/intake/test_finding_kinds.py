"""Findings of many rows: counted by kind with the first of each, or listed up to a number."""

import random

from geo.errors import Finding
from geo.intake.finding_kinds import FindingKind, FindingKinds, FirstFindings, RowFinding


def finding(rule: str, value: str = "", field: str = "killed") -> Finding:
    return Finding(record="", field=field, value=value, rule=rule, remedy="Write digits.")


def test_a_row_is_counted_once_for_each_kind() -> None:
    kinds = FindingKinds()
    kinds.add([finding("odd", "a"), finding("odd", "b"), finding("late", field="")], line=3)
    assert kinds.counts() == {"killed: odd": 1, "late": 1}
    assert [each.example.value for each in kinds] == ["a", ""]


def test_the_first_row_is_the_example_in_whatever_order_they_come() -> None:
    lines = [*range(2, 40)]
    random.Random(1).shuffle(lines)
    kinds = FindingKinds()
    for line in lines:
        kinds.add([finding("odd", f"v{line}")], line=line)
    (kind,) = kinds
    assert kind == FindingKind(count=38, line=2, example=finding("odd", "v2"))


def test_counted_kinds_are_added_up() -> None:
    some = FindingKind(count=5, line=9, example=finding("odd", "nine"))
    more = FindingKind(count=2, line=4, example=finding("odd", "four"))
    assert list(FindingKinds([some, more])) == [
        FindingKind(count=7, line=4, example=finding("odd", "four"))
    ]


def test_what_is_said_of_the_file_has_no_line() -> None:
    kind = FindingKind(count=1, line=None, example=finding("is not UTF-8", field=""))
    assert str(kind) == "1 × is not UTF-8. Write digits."


def test_of_each_kind_of_warning_the_first_are_kept_and_the_others_counted() -> None:
    found = FirstFindings(2)
    for line in range(2, 7):
        found.add(RowFinding(line=line, finding=finding("odd", f"v{line}"), is_kept=True))
        found.add(RowFinding(line=line, finding=finding("date", field="")))
    found.add(RowFinding(line=7, finding=finding("rare"), is_kept=True))
    *kept, last = found
    assert [each.line for each in kept if each.finding.rule == "odd"] == [2, 3]
    assert [each.line for each in kept if each.finding.rule == "date"] == [2, 3, 4, 5, 6]
    assert [each.line for each in kept if each.finding.rule == "rare"] == [7]
    assert (last.line, last.finding.record, last.finding.kind, last.finding.value) == (
        None,
        "… and 3 more",
        "killed: odd",
        "",
    )
