"""Title lists and Table 5: what they give and what is refused with its line."""

import pytest

from codeward.codesets.readers.drg_lists import (
    CM_CODE,
    PCS_CODE,
    CodeListError,
    read_titles_by_code,
)
from codeward.codesets.readers.table5 import Table5Error, read_table5


def test_titles_by_code() -> None:
    data = b'A000,"Cholera, of a kind"\r\nQA00,Another\n'
    assert read_titles_by_code(data, CM_CODE) == {"A000": "Cholera, of a kind", "QA00": "Another"}
    assert read_titles_by_code(b'"0016070","Bypass"\n', PCS_CODE) == {"0016070": "Bypass"}


@pytest.mark.parametrize(
    "line", ["A00.0,Dotted", "A000", "A000,One,Two", "A000, ", "a000,Lower", "0O16070,Letter O", ""]
)
def test_a_bad_line_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(CodeListError, match="line 2"):
        read_titles_by_code(f"A001,Good\n{line}\nA002,Good\n".encode(), CM_CODE)


def test_a_repeated_code_and_a_wrong_encoding_are_refused() -> None:
    with pytest.raises(CodeListError, match=r"line 2 .* repeats A000"):
        read_titles_by_code(b"A000,One\nA000,Two\n", CM_CODE)
    with pytest.raises(CodeListError, match="not UTF-8 at byte 5"):
        read_titles_by_code(b"A000,\xe9\n", CM_CODE)


HEADING = '"TABLE 5.\x97LIST OF MS-DRGS, \r\nAND LENGTH OF STAY\x97FY 2026 Final Rule"\t\t\r\n'
COLUMNS = "MS-DRG\tPost\tSpecial\tMDC\tTYPE\tTitle\tWeight\tCapped\tGMLOS\tAMLOS\r\n"
HEART = "291\tYes\tNo\t05\tMED\tHEART FAILURE\t1.2683\t1.2838\t3.8\t5.0\r\n"
NONE = "999\tNo\tNo\t \t**\tUNGROUPABLE\t.\t.\t.\t\r\n"
BLANK = "\t" * 9 + "\r\n"


def table(*rows: str, heading: str = HEADING) -> bytes:
    return (heading + COLUMNS + "".join(rows)).encode("latin-1")


def test_the_capped_weight_is_the_weight() -> None:
    read = read_table5(table(HEART, NONE, BLANK))
    heart, none = read.drgs
    assert read.fiscal_year == 2026
    assert (heart.drg, heart.weight, heart.gmlos, heart.amlos) == ("291", "1.2838", "3.8", "5.0")
    assert (heart.mdc, heart.type, heart.post_acute) == ("05", "MED", True)
    assert (none.weight, none.gmlos, none.amlos, none.mdc, none.type) == (None, None, None, "", "")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no fiscal year"),
        (table(HEART, heading="TABLE 6\n"), "no fiscal year"),
        (table(), "no DRG"),
        (table(HEART, HEART), "row 4 .* repeats DRG 291"),
        (table(HEART.replace("1.2838", "1,2838")), "row 3 .* no number"),
        (table(HEART.replace("291", "29")), "row 3 .* does not read"),
        (table(HEART.replace("05", "5")), "row 3 .* does not read"),
        (table(HEART.replace("MED", "MEDICAL")), "row 3 .* does not read"),
        (table(HEART.replace("Yes", "yes")), "row 3 .* does not read"),
        (table(HEART.replace("\t5.0", "")), "row 3 .* does not read"),
    ],
)
def test_a_table_that_does_not_read_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Table5Error, match=reason):
        read_table5(data)
