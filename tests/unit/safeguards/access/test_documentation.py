"""The published access matrix shows every row of the policy."""

from codeward.safeguards.access import POLICY, Permission, Role
from codeward.safeguards.access.documentation import access_page


def _rows() -> list[list[str]]:
    lines = [line for line in access_page().splitlines() if line.startswith("| ")][1:]
    return [line.strip("| ").split(" | ") for line in lines]


def test_it_has_one_row_a_permission_and_role() -> None:
    told = [(row[0].rstrip("¹²"), row[1]) for row in _rows()]
    assert told == [
        (permission.value, role.value)
        for permission in Permission
        for role in Role
        if role in POLICY[permission]
    ]


def test_it_marks_what_needs_more_than_a_role() -> None:
    marked = {row[0] for row in _rows()}
    assert {"finalize-chart¹", "unlock-chart¹²", "shred-key¹²", "read-chart"} <= marked


def test_it_says_that_the_administrator_sees_nothing() -> None:
    shown = {row[4] for row in _rows() if row[1] == Role.ADMINISTRATOR.value}
    assert shown == {"nothing"}
