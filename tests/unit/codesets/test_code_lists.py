"""Code lists in notes: what each form means, and that nothing is dropped in silence."""

import pytest

from codeward.codesets.code_lists import closing_list, parse_items


@pytest.mark.parametrize(
    ("note", "items"),
    [
        ("type 1 diabetes mellitus (E10.-)", ("E10.-",)),
        ("neoplasms (C00-D49)", ("C00-D49",)),
        ("sepsis (A40.-, A41.-)", ("A40.-", "A41.-")),
        ("diseases of upper airways (J00-J06; J20-J22)", ("J00-J06", "J20-J22")),
        ("haemorrhage (I60.-. I61.-)", ("I60.-", "I61.-")),
        ("conditions (A00-R94 and T80-T88.6)", ("A00-R94", "T80-T88.6")),
        ("malignant pleural effusion (J91.0))", ("J91.0",)),
        ("acquired absence of knee joint (Z89.52-", ("Z89.52-",)),
        ("meningitis (in):", ()),
        ("fever NOS", ()),
        ("human immunodeficiency virus (HIV)", ()),
        ("rheumatic disease (I05-I09) unless fever is also present", ()),
        ("empty ()", ()),
    ],
)
def test_a_note_ends_in_its_code_list(note: str, items: tuple[str, ...]) -> None:
    assert closing_list(note) == items


@pytest.mark.parametrize(
    ("item", "first", "last"),
    [
        ("E11.9", "E119", "E119"),
        ("T81.44-", "T8144", "T8144"),
        ("E10.-", "E10", "E10"),
        ("D29.2.-", "D292", "D292"),
        ("C00-D49", "C00", "D49"),
        ("N18.1-N18.6", "N181", "N186"),
        ("S12.0--S12.6.-", "S120", "S126"),
        ("M05.00 to M05.8A", "M0500", "M058A"),
    ],
)
def test_an_item_names_a_node_or_a_range(item: str, first: str, last: str) -> None:
    ranges, unparsed = parse_items((item,))
    assert unparsed == ()
    assert [(one.first, one.last, one.condition) for one in ranges] == [(first, last, None)]


@pytest.mark.parametrize(
    ("item", "meant", "not_meant"),
    [
        ("E08-E13 with .44", ["E0844", "E1344"], ["E0843", "E0840"]),
        ("E08-E13 with .62-", ["E08620", "E08628"], ["E0861"]),
        ("E08-E13 with .51-.52", ["E0851", "E0852"], ["E0850", "E0859"]),
        ("V01-V09 with 5th character 9", ["V0109XA"], ["V0101XA"]),
        ("A37 with fifth-character 1", ["A3701"], ["A3700"]),
        ("S62.- with 7th character B", ["S62001B"], ["S62001A"]),
        ("S42.- with 7th character B or C", ["S42001B", "S42001C"], ["S42001A"]),
        ("T36-T65 with fifth or sixth character 1-4 or 6", ["T360X1A", "T360X6A"], ["T360X5A"]),
        ("F11-F19 with fifth to sixth characters 51", ["F11951", "F19951"], ["F11950", "F19159"]),
        ("I69. with final characters -21", ["I69021"], ["I69020", "I69022"]),
        ("E13 with final characters .00 or .01", ["E1300", "E1301"], ["E1310", "E13100"]),
    ],
)
def test_a_condition_narrows_the_codes(item: str, meant: list[str], not_meant: list[str]) -> None:
    (one,), unparsed = parse_items((item,))
    assert unparsed == ()
    assert one.condition is not None
    assert all(map(one.condition, meant))
    assert not any(map(one.condition, not_meant))


def test_a_placeholder_sends_the_condition_to_the_character_before() -> None:
    (one,), _ = parse_items(("T36-T50 with fifth or sixth character 5",))
    assert one.condition is not None
    assert one.condition("T3695XA")
    assert one.condition("T360X5A")
    assert not one.condition("T39391A")
    assert one.condition("T45525A")
    assert not one.condition("T45521A")


def test_a_lone_condition_narrows_the_code_before_it() -> None:
    ranges, unparsed = parse_items(("F10-F19 with .14", ".24", "with .94"))
    assert unparsed == ()
    assert [(one.first, one.last) for one in ranges] == [("F10", "F19")] * 3
    assert [bool(one.condition and one.condition("F1024")) for one in ranges] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "item",
    [
        "S52.- with open fracture 7th character",
        "F10-F19 with 5th character .6",
        "see the index",
        ".24",
        "with sixth character 5",
    ],
)
def test_what_does_not_parse_is_handed_back(item: str) -> None:
    assert parse_items((item,)) == ((), (item,))
