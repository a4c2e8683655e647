"""Building a procedure code character by character, and labels derived from titles."""

import itertools

import pytest

from codeward.codesets.pcs_builder import PcsBuilder, index_terms
from codeward.codesets.pcs_derived_labels import DerivedLabels
from codeward.codesets.pcs_imported_labels import ImportedLabels
from codeward.codesets.pcs_labels import derive_labels, label_of, packed, unpacked
from codeward.codesets.readers.pcs_definitions_xml import read_pcs_definitions
from codeward.codesets.readers.pcs_index_xml import read_pcs_index
from codeward.codesets.readers.pcs_tables_xml import read_pcs_tables
from tests.unit.codesets.readers.small_files import (
    PCS_DEFINITIONS,
    PCS_INDEX,
    PCS_TABLES,
    opened,
)


@pytest.fixture(scope="module")
def builder() -> PcsBuilder:
    tables = read_pcs_tables(opened(PCS_TABLES))
    definitions = read_pcs_definitions(opened(PCS_DEFINITIONS))
    return PcsBuilder(tables.codes(), ImportedLabels(tables, definitions))


def test_only_what_ends_in_a_valid_code_may_follow(builder: PcsBuilder) -> None:
    step = builder.step("0dw2")
    assert step is not None
    assert step.axis == "Approach"
    assert [(one.value, one.label, one.codes) for one in step.choices] == [
        ("0", "Open", 2),
        ("3", "Percutaneous", 1),
    ]
    assert step.chosen == ("Surgery", "Gut", "Wobbling", "Lower Gut")
    device = builder.step("0DW20")
    assert device is not None
    assert [one.value for one in device.choices] == ["D", "Z"]
    after = builder.step("0DW23")
    assert after is not None
    assert [one.label for one in after.choices] == ["No Device"]
    assert builder.step("0DW3") is None


def test_definitions_come_with_operations_and_body_parts(builder: PcsBuilder) -> None:
    operation, body = builder.step("0D"), builder.step("0DW")
    assert operation is not None
    assert body is not None
    assert operation.choices[0].definition == "Making it wobble"
    assert [one.definition for one in body.choices] == ["", "Bend"]


def test_every_way_ends_in_a_code_and_every_code_is_on_a_way(builder: PcsBuilder) -> None:
    reached, waiting = set(), [""]
    while waiting:
        step = builder.step(waiting.pop())
        assert step is not None
        if step.complete:
            assert step.choices == ()
            reached.add(step.start)
        waiting += [step.start + choice.value for choice in step.choices]
    assert reached == {"0DW10ZZ", "0DW13ZZ", "0DW20ZZ", "0DW23ZZ", "0DW20DZ"}


def test_building_starts_from_an_operation_a_body_part_or_an_index_term(
    builder: PcsBuilder,
) -> None:
    assert builder.tables("wobb") == ("0DW",)
    assert builder.tables("") == ()
    assert builder.body_parts("gut lower") == ("0DW2",)
    assert builder.body_parts("gut", within="0DW1") == ("0DW1",)
    assert builder.only_way("") == "0DW"
    assert builder.only_way("0DW23") == "0DW23ZZ"
    index = read_pcs_index(opened(PCS_INDEX))
    main, gut, _ = index_terms(index, "wobbling")
    assert builder.starts_of(main) == ("0DW",)
    assert builder.starts_of(gut) == ("0DW1", "0DW10ZZ")
    assert index_terms(index, "nothing") == ()


BODY = {"1": "Right Lung", "2": "Left Lung", "3": "Upper Stomach"}
APPROACH = {"0": "Open", "3": "Percutaneous", "4": "Percutaneous Endoscopic"}
DEVICE = {"D": " with Rubber Ring", "J": " with Steel Plate", "Z": ""}
QUALIFIER = {"X": ", Diagnostic", "Z": ""}


def invented_titles() -> dict[str, str]:
    return {
        f"0B{code}{body}{approach}{device}{qualifier}": f"{operation} {BODY[body]}{DEVICE[device]}, "
        f"{APPROACH[approach]} Approach{QUALIFIER[qualifier]}"
        for code, operation in (("B", "Excision of"), ("Q", "Repair"))
        for body, approach, device, qualifier in itertools.product(
            BODY, APPROACH, DEVICE, QUALIFIER
        )
    }


def test_labels_are_derived_from_titles_alone() -> None:
    labels = derive_labels(invented_titles())
    found = {
        (position, value): label_of(labels, "0BB", position, value)
        for position, value in [
            (3, "B"), (4, "1"), (4, "2"), (4, "3"), (5, "0"), (5, "3"), (5, "4"), (6, "D"),
            (6, "J"), (6, "Z"), (7, "X"), (7, "Z"),
        ]
    }  # fmt: skip
    assert found == {
        (3, "B"): "Excision", (4, "1"): "Lung, Right", (4, "2"): "Lung, Left",
        (4, "3"): "Upper Stomach", (5, "0"): "Open", (5, "3"): "Percutaneous",
        (5, "4"): "Percutaneous Endoscopic", (6, "D"): "Rubber Ring", (6, "J"): "Steel Plate",
        (6, "Z"): "No Device", (7, "X"): "Diagnostic", (7, "Z"): "No Qualifier",
    }  # fmt: skip
    assert unpacked(packed(labels)) == labels
    assert label_of(labels, "0CB", 4, "1") is None


def test_derived_labels_serve_the_builder_and_leave_open_what_no_title_tells() -> None:
    titles = invented_titles()
    builder = PcsBuilder(titles, DerivedLabels(derive_labels(titles)))
    step = builder.step("0BB10")
    assert step is not None
    assert step.axis == "Device"
    assert [one.label for one in step.choices] == ["Rubber Ring", "Steel Plate", "No Device"]
    assert step.choices[0].definition == ""
    assert step.chosen[1] == "Airways and lungs"
    assert builder.tables("excision") == ("0BB",)
    labels = DerivedLabels({})
    assert labels.label("B", "0") is None
    assert labels.axis("B30") == "Character 4"
    assert labels.axis("") == "Section"
