"""Tables by their headings: NCCI, POA, places, claim codes, conversions, coverage, sheets."""

from collections.abc import Iterator
from datetime import date

import pytest

from codeward.codesets.readers.claim_code_lists import ClaimCodeKind, read_claim_codes
from codeward.codesets.readers.conversion_table import read_conversions
from codeward.codesets.readers.coverage import (
    CoverageCode,
    CoverageDocument,
    CoverageLink,
    DocumentKind,
    read_coverage,
)
from codeward.codesets.readers.cpt_files import read_consolidated_cpt
from codeward.codesets.readers.day_forms import day_or_none, span_of
from codeward.codesets.readers.hcpcs_sheet import read_hcpcs_sheet
from codeward.codesets.readers.ncci_aoc import read_add_on_edits
from codeward.codesets.readers.ncci_mue import read_mue_edits
from codeward.codesets.readers.ncci_ptp import read_ptp_edits
from codeward.codesets.readers.overlap import Overlaps
from codeward.codesets.readers.place_of_service import read_places_of_service
from codeward.codesets.readers.poa_exempt import read_poa_exemptions
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.table_rows import Row, delimited_rows
from codeward.model import System
from tests.unit.codesets.readers import small_files as small


def rows(text: str) -> Iterator[Row]:
    return delimited_rows(small.opened(text), "test")


def test_ptp_edits_stand_below_a_notice_and_carry_their_span() -> None:
    now, before = read_ptp_edits(rows(small.PTP))
    assert (now.column1, now.column2, now.modifier) == ("99991", "A9999", "1")
    assert (now.first, now.last, now.before_1996) == (date(2030, 1, 1), None, False)
    assert (before.last, before.before_1996) == (date(2029, 12, 31), True)
    # A quoted heading spans two lines; the line number still is that of the file.
    assert now.line == 5


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("20291231", "20300101", "line 5: its span overlaps that of the same pair in line 6"),
        ("20291231", "20191231", "line 6: the end lies before the start"),
        ("*,1,", "*,5,", "line 5: the modifier indicator is none of"),
        ("20300101,*", "*,*", "line 5: no first day"),
        ("99991,A9999,,", "9999,A9999,,", "line 5: one of the two codes is none"),
        ("Column 1,Column 2", "One,Two", "no row of headings with these columns: column1"),
    ],
)
def test_ptp_edits_with_a_fault_are_refused(old: str, new: str, reason: str) -> None:
    with pytest.raises(ReaderError, match=reason):
        list(read_ptp_edits(rows(small.PTP.replace(old, new))))


def test_mue_edits() -> None:
    chair, service = read_mue_edits(rows(small.MUE))
    assert (chair.code, chair.units, chair.adjudication) == ("A9999", 2, "2")
    assert (service.units, service.adjudication) == (0, "1")
    with pytest.raises(ReaderError, match="line 4: A9999 stands twice"):
        read_mue_edits(rows(small.MUE + "A9999,3,1,x\n"))
    with pytest.raises(ReaderError, match="line 4: no code with a whole number"):
        read_mue_edits(rows(small.MUE + "A9998,-3,1,x\n"))
    with pytest.raises(ReaderError, match="line 4: A9998 has an adjudication"):
        read_mue_edits(rows(small.MUE + "A9998,3,7,x\n"))


def test_add_on_codes_and_their_julian_days() -> None:
    listed, by_contractor = read_add_on_edits(rows(small.AOC))
    assert (listed.add_on, listed.primary, listed.first) == ("99992", "99991", date(2030, 1, 1))
    assert (by_contractor.primary, by_contractor.last) == (None, date(2030, 12, 31))
    assert by_contractor.notes == "By contractor"
    with pytest.raises(ReaderError, match="overlaps"):
        read_add_on_edits(rows(small.AOC + "99992,,99991,,1,2030100,,\n"))
    with pytest.raises(ReaderError, match="none of 1, 2, 3"):
        read_add_on_edits(rows(small.AOC.replace(",1,2030001", ",4,2030001")))


def test_poa_exemptions() -> None:
    assert [(one.code, one.exempt) for one in read_poa_exemptions(rows(small.POA))] == [
        ("Z999", True),
        ("A001", True),
    ]
    flagged = "code,poa_exempt\nA001,N\n"
    assert not read_poa_exemptions(rows(flagged))[0].exempt
    with pytest.raises(ReaderError, match="line 3: A001 stands twice"):
        read_poa_exemptions(rows(flagged + "A00.1,Y\n"))


def test_places_of_service_keep_their_leading_zero() -> None:
    shop, ward = read_places_of_service(rows(small.PLACES))
    assert (shop.code, shop.facility, ward.code, ward.facility) == ("01", False, "02", True)
    with pytest.raises(ReaderError, match="line 4: 01 stands twice"):
        read_places_of_service(rows(small.PLACES + "1,Facility,x,y\n"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (small.CARC, ClaimCodeKind.ADJUSTMENT_REASON),
        (small.RARC, ClaimCodeKind.REMARK),
        (small.TAXONOMY, ClaimCodeKind.TAXONOMY),
        ("Code,Description\n0,x\n499,y\n", ClaimCodeKind.STATUS),
        ("Code,Description\nA0,x\nF2,y\n", ClaimCodeKind.STATUS_CATEGORY),
    ],
)
def test_claim_codes_are_told_apart_by_their_form(text: str, kind: ClaimCodeKind) -> None:
    assert read_claim_codes(rows(text)).kind is kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Code,Description\n", ClaimCodeKind.STATUS),
        ("Code,Claim Adjustment Reason Description\n", ClaimCodeKind.ADJUSTMENT_REASON),
        ("Claim Adjustment Reason Codes,\nCode,Description\n", ClaimCodeKind.ADJUSTMENT_REASON),
    ],
)
def test_numbers_alone_are_the_list_that_the_heading_names(
    heading: str, kind: ClaimCodeKind
) -> None:
    assert read_claim_codes(rows(heading + "1,Words\n45,Words\n")).kind is kind


def test_texts_of_claim_codes_are_dropped_without_a_licence() -> None:
    assert {one.text for one in read_claim_codes(rows(small.CARC)).codes} == {""}
    licensed = read_claim_codes(rows(small.CARC), licensed_texts=True)
    assert {one.text for one in licensed.codes} == {"Words"}
    assert licensed.codes[1].last == date(2003, 12, 31)
    with pytest.raises(ReaderError, match="not of one list"):
        read_claim_codes(rows(small.RARC + "B7,Words\n"))


def test_conversions() -> None:
    one, two, spanned = read_conversions(rows(small.CM_CONVERSIONS))
    assert (one.code, one.effective, one.first) == ("A0011", date(2030, 10, 1), "A001")
    assert (two.first, two.last) == ("A001", "A001")
    assert (spanned.first, spanned.last, spanned.effective) == ("A003", "A005", date(2029, 10, 1))
    (procedure,) = read_conversions(rows(small.PCS_CONVERSIONS))
    assert (procedure.system, procedure.effective) == (System.ICD10PCS, date(2030, 4, 1))
    with pytest.raises(ReaderError, match="line 5: a code is none"):
        read_conversions(rows(small.CM_CONVERSIONS + "A00.7\t2030\tsee text\n"))


def test_coverage_tables() -> None:
    assert list(read_coverage(rows(small.ARTICLE_CODES))) == [
        CoverageCode(DocumentKind.ARTICLE, "50001", "3", "99991", "1", None, 2)
    ]
    (covered,) = read_coverage(rows(small.ARTICLE_COVERED))
    (not_covered,) = read_coverage(rows(small.ARTICLE_NONCOVERED))
    assert isinstance(covered, CoverageCode)
    assert (covered.code, covered.covered) == ("A001", True)
    assert isinstance(not_covered, CoverageCode)
    assert not_covered.covered is False
    assert list(read_coverage(rows(small.RELATED))) == [CoverageLink("50001", "3", "30001", 2)]
    (document,) = read_coverage(rows(small.LCD))
    assert isinstance(document, CoverageDocument)
    assert (document.kind, document.first) == (DocumentKind.LCD, date(2030, 1, 1))
    with pytest.raises(ReaderError, match="line 3: no code of the kind"):
        list(read_coverage(rows(small.ARTICLE_CODES + "50001,3,nonsense,5,1\n")))


def test_hcpcs_sheet_joins_continuations() -> None:
    sheet = read_hcpcs_sheet(rows(small.HCPCS_SHEET))
    (chair,) = sheet.codes
    assert (chair.long_title, chair.effective) == ("Wobbling chair, with wheels", date(2031, 1, 1))
    assert [one.code for one in sheet.modifiers] == ["WB"]
    assert sheet.dated
    assert not read_hcpcs_sheet(rows("code,long_title\nA9999,Chair\n")).dated
    with pytest.raises(ReaderError, match="D1234 is a CDT code"):
        read_hcpcs_sheet(rows("code,long_title\nA9999,Chair\nD1234,Tooth\n"))


def test_consolidated_cpt_needs_a_licence() -> None:
    with pytest.raises(ReaderError, match="licensed by the AMA"):
        read_consolidated_cpt(rows(small.CPT_CONSOLIDATED), licence=False)
    file = read_consolidated_cpt(rows(small.CPT_CONSOLIDATED), licence=True)
    assert (file.codes[0].short, file.codes[0].effective) == ("INV SVC", date(2030, 1, 1))
    assert file.licensed


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20300131", date(2030, 1, 31)), ("1/31/2030", date(2030, 1, 31)),
        ("2030-01-31", date(2030, 1, 31)), ("October 1, 2029", date(2029, 10, 1)),
        ("2030031", date(2030, 1, 31)), ("45017", date(2023, 4, 1)), ("45017.0", date(2023, 4, 1)),
        ("*", None), ("", None), ("9999999", None),
    ],
)  # fmt: skip
def test_days(text: str, day: date | None) -> None:
    assert day_or_none(text) == day


@pytest.mark.parametrize("text", ["20301301", "2030400", "tomorrow", "31/31/2030"])
def test_no_days(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text says that it is no day, or which part
        day_or_none(text)


def test_a_span_of_one_day_is_a_span() -> None:
    assert span_of("20300101", "20300101") == (date(2030, 1, 1), date(2030, 1, 1))


def test_overlaps_are_found_between_neighbours_in_time_whatever_their_order() -> None:
    overlaps = Overlaps()
    overlaps.add("A", date(2030, 3, 1), None, 1)
    overlaps.add("A", date(2030, 1, 1), date(2030, 2, 28), 2)
    overlaps.add("B", date(2030, 1, 1), None, 3)
    assert overlaps.found() == ()
    overlaps.add("B", date(2031, 1, 1), None, 4)
    overlaps.add("A", date(2029, 1, 1), date(2030, 1, 1), 5)
    assert set(overlaps.found()) == {(3, 4), (5, 2)}
    assert Overlaps().found() == ()


def test_a_quoted_field_without_end_and_a_table_that_is_cut_are_refused() -> None:
    with pytest.raises(ReaderError, match="quoted field"):
        list(rows('a,b\n"1,2\n3,4\n'))
    with pytest.raises(ReaderError, match="nothing stands below the headings"):
        read_mue_edits(rows(small.MUE.splitlines()[0] + "\n"))
    with pytest.raises(ReaderError, match="more than 1024 columns"):
        list(rows("," * 2000 + "\n"))
