"""Instructional notes: which codes they mean, and how strictly they ask."""

import pytest

from codeward.codesets import Note
from codeward.edits.icd10cm.instructions import in_range, instructions


class Notes:
    """A code set that has nothing but the given notes of kind `code_first`."""

    def __init__(self, *notes: tuple[str, str, tuple[str, ...]]) -> None:
        self._notes = tuple(
            Note("code_first", text, owner, targets) for owner, text, targets in notes
        )

    def notes(self, _code: str, kind: str) -> tuple[Note, ...]:
        return tuple(note for note in self._notes if note.kind == kind)


def ask(*notes):
    return instructions(Notes(*notes), "D63.8", "code_first")


@pytest.mark.parametrize(
    ("target", "named", "foreign"),
    [
        ("N18.5", ["N185"], ["N186", "N18"]),
        ("T81.44-", ["T8144XA", "T8144"], ["T8145XA", "T814"]),
        ("N18.1-N18.6", ["N181", "N1830", "N186"], ["N189", "N17"]),
        ("C00-D49", ["C000", "D499", "C9100"], ["D500", "B999"]),
        ("E00-E03.-", ["E009", "E039"], ["E040"]),
        ("G35-", ["G35A"], ["G36"]),
        ("E08-E13 with .44", ["E1144", "E089"], ["E14"]),
    ],
)
def test_a_target_means_a_code_a_prefix_or_a_range(target, named, foreign):
    (one,) = ask(("D638", "x", (target,)))
    assert [code for code in named if one.first_named([code])] == named
    assert one.first_named(foreign) is None


def test_heading_and_items_of_one_owner_are_one_instruction():
    (one,) = ask(
        ("D638", "disease, such as:", ()),
        ("D638", "a (A01)", ("A01",)),
        ("D638", "b (B01)", ("B01",)),
    )
    assert (one.targets, one.open_ended, one.conditional) == (("A01", "B01"), True, False)
    assert one.first_named(["X", "B019", "A01"]) == "B019"


def test_owners_are_kept_apart_nearest_first_and_prose_without_codes_is_left_out():
    found = ask(
        ("D638", "a (A01)", ("A01",)), ("D63", "read this", ()), ("D60-D64", "b (B01)", ("B01",))
    )
    assert [one.owner for one in found] == ["D638", "D60-D64"]


def test_codes_in_earlier_parentheses_are_named_too():
    (one,) = ask(("K82A", "the type (K81.-), or stones (K80.0, K80.1)", ("K80.0", "K80.1")))
    assert one.first_named(["K810"]) == "K810"


@pytest.mark.parametrize(
    "text", ["code, if applicable (A01)", "if known (A01)", "as applicable: (A01)"]
)
def test_a_condition_in_the_text_makes_it_conditional(text):
    (one,) = ask(("D638", text, ("A01",)))
    assert one.conditional


@pytest.mark.parametrize(
    ("owner", "below"), [("E1122", True), ("E11", False), ("I10-I1A", False), ("CH01", False)]
)
def test_only_codes_and_subcategories_are_below_the_category(owner, below):
    (one,) = ask((owner, "a (A01)", ("A01",)))
    assert one.below_category is below


def test_a_range_includes_both_ends():
    assert in_range("N40", "N40", "N53")
    assert in_range("N538", "N40", "N53")
    assert not in_range("N54", "N40", "N53")
    assert not in_range("X", "", "")
