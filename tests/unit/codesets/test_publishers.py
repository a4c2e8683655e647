"""The list of publishers' addresses: strict, honest, and replaceable by the operator."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from codeward.codesets.publishers import (
    AddressError,
    chosen,
    package_addresses,
    read_addresses,
)
from codeward.codesets.readers.recognise import LICENSED, FileKind

RELEASE = """
[[release]]
key = "cm"
title = "t"
publisher = "p"
url = "https://example.org/a.zip"
page = "https://example.org"
first = 2030-10-01
last = 2031-09-30
licence = "l"
verified = true
files = [{ member = "*.xml", kind = "order file" }]
"""


def test_every_address_of_the_package_is_https_at_its_publisher() -> None:
    listed = package_addresses()
    assert len(listed) >= 8
    for one in listed:
        assert urlsplit(one.url).scheme == "https"
        assert urlsplit(one.url).hostname == "www.cms.gov"
        assert one.first <= one.last
        assert one.files
        assert LICENSED.isdisjoint(file.kind for file in one.files)


def test_files_that_hold_cpt_numbers_need_a_person() -> None:
    for one in package_addresses():
        holds_cpt = {FileKind.PTP, FileKind.MUE, FileKind.AOC} & {file.kind for file in one.files}
        assert one.agreement == bool(holds_cpt)


def test_nothing_is_called_verified_that_nobody_fetched() -> None:
    assert not any(one.verified for one in package_addresses())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("[[release]]", "[[release"), "compare it"),
        (('title = "t"\n', ""), "title"),
        (('"order file"', '"orders"'), "Invalid enum value"),
        (("verified = true", 'verified = true\nsha256 = "abc"'), "sha256"),
        (("verified = true", "verified = true\ncolour = 1"), "colour"),
        (('key = "cm"', 'key = "../cm"'), "key"),
    ],
)
def test_a_faulty_list_is_refused_by_name(change: tuple[str, str], reason: str) -> None:
    with pytest.raises(AddressError, match=f"mine.toml: .*{reason}"):
        read_addresses(RELEASE.replace(*change), "mine.toml")


def test_a_key_stands_once() -> None:
    with pytest.raises(AddressError, match="stands twice"):
        read_addresses(RELEASE * 2, "mine.toml")


def test_what_is_over_is_left_unless_it_is_asked_for() -> None:
    listed = read_addresses(RELEASE, "mine.toml")
    assert chosen(listed, date(2030, 1, 1), (), past=False) == listed
    assert chosen(listed, date(2031, 9, 30), (), past=False) == listed
    assert chosen(listed, date(2031, 10, 1), (), past=False) == ()
    assert chosen(listed, date(2031, 10, 1), (), past=True) == listed


def test_a_member_is_known_by_its_name_without_folder_and_case() -> None:
    (one,) = read_addresses(RELEASE, "mine.toml")
    assert one.wanted("Table/ORDER.XML") is one.files[0]
    assert one.wanted("Table.xml/order.txt") is None
