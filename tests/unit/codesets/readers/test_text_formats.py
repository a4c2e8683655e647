"""Addenda, order file, HCPCS records, CPT descriptors, lists: fixed columns and plain lines."""

from datetime import date

import pytest

from codeward.codesets.readers.addenda import Action, read_addenda
from codeward.codesets.readers.code_list import read_code_list
from codeward.codesets.readers.code_titles import read_code_titles
from codeward.codesets.readers.cpt_files import DescriptorKind, read_cpt_descriptors
from codeward.codesets.readers.hcpcs_records import read_hcpcs_records
from codeward.codesets.readers.order_file import read_order_file
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.text_lines import LONGEST_LINE
from codeward.model import System
from tests.unit.codesets.readers.small_files import (
    ADDENDA,
    CPT_SHORT,
    HCPCS,
    ORDER,
    hcpcs_record,
    opened,
    order_line,
)


def test_addenda_give_the_changes_and_agree_with_their_totals() -> None:
    addenda = read_addenda(opened(ADDENDA))
    assert (addenda.system, addenda.from_year, addenda.to_year) == (System.ICD10CM, 2030, 2031)
    assert addenda.codes(Action.ADD) == {"A0011"}
    assert addenda.codes(Action.DELETE) == {"A001"}
    assert addenda.changes[2].former_title == "Wobble of heel"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    1 additions", "    2 additions", "states 2 additions but holds 1"),
        ("500 codes in icd10cm_order_2031", "501 codes in icd10cm_order_2031", "do not give 501"),
        ("  500 codes in icd10cm_order_2031.txt\n", "", "totals are missing"),
        ("Revise to:   B002", "Revise to:   B003", "line 4: B003 is revised to a title, but not"),
        ("Revise to:   B002    Wobble of heel and toe\n", "", "is revised, but to nothing"),
        ("Add:         A0011", "Add:         a0011", "no code of ICD-10-CM"),
        ("Delete:      A001 ", "Remove:      A001 ", "line 2: neither a change nor a total"),
        ("icd10cm", "icd10pcs", "A0011 is no code of ICD-10-PCS"),
    ],
)
def test_addenda_that_do_not_add_up_are_refused(old: str, new: str, reason: str) -> None:
    with pytest.raises(ReaderError, match=reason):
        read_addenda(opened(ADDENDA.replace(old, new)))


def test_order_file() -> None:
    order = read_order_file(opened(ORDER))
    assert (order.system, len(order.codes), order.billable) == (System.ICD10CM, 3, 2)
    assert order.codes[1].short_title == "Wobble of knee"
    assert order.codes[1].long_title == "Wobble of the knee"
    pcs = order_line(1, "0DW", 0, "Wobbling", "Wobbling, gut") + order_line(
        2, "0DW10ZZ", 1, "W", "W"
    )
    assert read_order_file(opened(pcs)).system is System.ICD10PCS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ORDER + order_line(4, "A001", 1, "x", "x"), "line 4: A001 stands twice"),
        (ORDER + order_line(7, "A003", 1, "x", "x"), "order number 7 where 4 is due"),
        (ORDER[:-30], "line 3: not laid out"),
        (ORDER + "00004 A003    2 x\n", "line 4: not laid out"),
        ("", "holds no code"),
    ],
)
def test_an_order_file_with_a_fault_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ReaderError, match=reason):
        read_order_file(opened(text))


def test_hcpcs_records_join_their_pieces_and_know_their_days() -> None:
    file = read_hcpcs_records(opened(HCPCS))
    chair, old = file.codes
    assert chair.long_title == "Wobbling chair, with wheels"
    assert (chair.short_title, chair.coverage, chair.action) == ("Wob", "C", "N")
    assert (chair.added, chair.effective, chair.terminated) == (
        date(2030, 1, 1),
        date(2031, 1, 1),
        None,
    )
    assert chair.prices == ("00",)
    assert old.terminated == date(2030, 6, 30)
    assert [one.code for one in file.modifiers] == ["WB"]
    assert (file.continuations, file.latest) == (1, date(2031, 1, 1))


def test_modifier_records_without_their_blanks_are_read_alike() -> None:
    shifted = HCPCS.replace("   WB00100", "WB00100")
    assert shifted != HCPCS
    before, after = read_hcpcs_records(opened(HCPCS)), read_hcpcs_records(opened(shifted))
    assert before.modifiers == after.modifiers


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HCPCS + hcpcs_record("A9999", "3", "Again"), "line 7: A9999 stands twice"),
        (HCPCS + hcpcs_record("A9997", "4", "x", "00200"), "follows no record of it"),
        (HCPCS + "Prose where a record is due\n", "line 7: no record"),
        (HCPCS.replace("20300630", "20290630"), "Q8888 ends before it begins"),
        (HCPCS.replace("20300630", "20301330"), "Q8888 has a date that is none"),
        ("Nothing but prose\n", "holds no record"),
        (HCPCS + hcpcs_record("D1234", "3", "A dental code"), "no record"),
    ],
)
def test_hcpcs_records_with_a_fault_are_refused(text: str, reason: str) -> None:
    with pytest.raises(ReaderError, match=reason):
        read_hcpcs_records(opened(text))


def test_cpt_descriptors_are_read_with_a_licence_only() -> None:
    with pytest.raises(ReaderError, match=r"licensed by the AMA.*state that the licence is yours"):
        read_cpt_descriptors(opened(CPT_SHORT), licence=False)
    file = read_cpt_descriptors(opened(CPT_SHORT), licence=True)
    assert file.licensed
    assert file.kinds == (DescriptorKind.SHORT,)
    assert [(one.code, one.short, one.long) for one in file.codes] == [
        ("99991", "INV SVC", ""),
        ("99992", "INV OTHER SVC", ""),
    ]
    with pytest.raises(ReaderError, match="line 6: 99991 stands twice"):
        read_cpt_descriptors(opened(CPT_SHORT + "99991 AGAIN\n"), licence=True)


def test_plain_lists_and_lists_with_titles() -> None:
    assert read_code_list(opened("A4226\nA4227\n")).system is System.HCPCS
    assert read_code_list(opened("A000\nA4226\n")).system is System.ICD10CM
    with pytest.raises(ReaderError, match="line 2: 'A000' stands twice"):
        read_code_list(opened("A000\nA000\n"))
    titles = read_code_titles(opened("A0011   Wobble\nA001    Other\n"))
    assert [(one.code, one.title) for one in titles.codes] == [
        ("A0011", "Wobble"),
        ("A001", "Other"),
    ]
    with pytest.raises(ReaderError, match="line 2: no code of seven columns"):
        read_code_titles(opened("A0011   Wobble\nA001 Other\n"))


def test_lines_that_are_no_text_are_refused() -> None:
    with pytest.raises(ReaderError, match="binary content or UTF-16"):
        read_order_file(opened(ORDER, "utf-16"))
    with pytest.raises(ReaderError, match="longer than"):
        read_order_file(opened("x" * (LONGEST_LINE + 1)))
    with pytest.raises(ReaderError, match="neither UTF-8 nor Windows-1252"):
        read_order_file(opened("\x81", "latin-1"))


def test_an_error_names_the_file_once_somebody_tells() -> None:
    with pytest.raises(ReaderError) as refusal:
        read_order_file(opened(""))
    named = refusal.value.in_file("codes.zip!order.txt")
    assert str(named).startswith("codes.zip!order.txt (order file): the file holds no code; ")
