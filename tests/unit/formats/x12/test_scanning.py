"""A file is cut into segments whatever its delimiters and chunks, and given back byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.formats.x12 import Scanner, X12ReadError, validate
from codeward.formats.x12.scanning import LONGEST_SEGMENT
from tests.unit.formats.x12.bases import professional

DATA = "\r\n".join(professional()).encode()


def chunks(data: bytes, size: int) -> list[bytes]:
    return [data[begin : begin + size] for begin in range(0, len(data), size)]


@given(st.integers(min_value=1, max_value=700), st.sampled_from([b"", b"\xef\xbb\xbf", b" \r\n"]))
def test_the_chunks_do_not_matter(size: int, before: bytes) -> None:
    data = before + DATA
    told = list(Scanner(chunks(data, size)))
    assert "".join(raw for raw, _, _ in told).encode("latin-1") == data
    for _, text, offset in told:
        assert data[offset : offset + len(text)].decode("latin-1") == text


def test_a_second_interchange_may_have_other_delimiters() -> None:
    other = "\n".join(professional()).translate(str.maketrans("*:~", "|>!")).encode()
    found = validate(chunks(DATA + b"\n" + other, 100))
    assert found.claims == 4
    assert found.accepted


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00\xff" * 50])
def test_what_is_no_interchange_is_refused(data: bytes) -> None:
    with pytest.raises(X12ReadError, match="no ISA"):
        list(Scanner([data]))


def test_a_segment_without_end_does_not_take_all_memory() -> None:
    endless = [DATA, *[b"A" * LONGEST_SEGMENT] * 3]
    with pytest.raises(X12ReadError, match="terminator is missing"):
        list(Scanner(endless))


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_binary_data_may_hold_any_byte(size: int) -> None:
    data = "~ISA*~\n*GS~" * 20
    text = "".join(professional()[:2]) + f"ST*275*0001*006020X314~BIN*{len(data)}*{data}~SE*3*0001~"
    raw = text.encode()
    found = list(Scanner(raw[at : at + size] for at in range(0, len(raw), size)))
    assert "".join(piece for piece, _, _ in found) == text
    assert [one[:3] for _, one, _ in found] == ["ISA", "GS*", "ST*", "BIN", "SE*"]
    assert found[3][1] == f"BIN*{len(data)}*{data}"


@pytest.mark.parametrize("length", ["", "x", "9999999999", "5"])
def test_a_wrong_length_of_binary_data_breaks_nothing(length: str) -> None:
    text = "".join(professional()[:2]) + f"ST*275*0001~BIN*{length}*12345678~SE*3*0001~"
    try:
        found = [piece for piece, _, _ in Scanner([text.encode()])]
    except X12ReadError as error:
        assert "binary data" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert "".join(found) == text


HEAD = (
    "ISA*00*          *00*          *ZZ*A              *ZZ*B              *261101*0900*^*00501*"
    "000000001*0*T*:~"
)


@pytest.mark.parametrize("size", [7, 64, 65_536])
def test_much_binary_data_in_small_pieces_is_read_without_recursion(size: int) -> None:
    data = (HEAD + "BIN*3*~~~~" * 3000 + "IEA*0*000000001~").encode()
    found = [text for _, text, _ in Scanner(chunks(data, size))]
    assert found[1:-1] == ["BIN*3*~~~"] * 3000


def test_a_long_attachment_without_any_terminator_inside_is_one_segment() -> None:
    data = "x" * (LONGEST_SEGMENT + 200_000)
    text = f"{HEAD}BIN*{len(data)}*{data}~IEA*0*000000001~"
    found = [one for _, one, _ in Scanner(chunks(text.encode(), 4096))]
    assert [len(one) for one in found[1:]] == [len(f"BIN*{len(data)}*{data}"), 15]


@pytest.mark.parametrize("size", [16, 65_536])
def test_a_wrong_length_of_binary_data_costs_no_segment_after_it(size: int) -> None:
    data = (HEAD + "BIN*9*abc~REF*1*2~IEA*0*000000001~").encode()
    found = [text for _, text, _ in Scanner(chunks(data, size))]
    assert found[1:] == ["BIN*9*abc", "REF*1*2", "IEA*0*000000001"]


def test_what_stands_before_the_interchange_is_no_segment_of_it() -> None:
    found = list(Scanner([b"GS*HC~junk~" + HEAD.encode() + b"IEA*0*000000001~"]))
    assert [text[:3] for _, text, _ in found] == ["ISA", "IEA"]
    assert found[0][2] == len("GS*HC~junk~")


@pytest.mark.parametrize("head", ["BIN*7*", "BDS*ASC*7*", "BDS*B64*007*"])
@pytest.mark.parametrize("size", [5, 65_536])
def test_both_binary_segments_are_as_long_as_they_say(head: str, size: int) -> None:
    data = (HEAD + head + "a~*ISA~~\nIEA*0*000000001~").encode()
    found = [text for _, text, _ in Scanner(chunks(data, size))]
    assert found[1:] == [head + "a~*ISA~", "IEA*0*000000001"]
