"""Which modifiers a code takes: by its payment class, its type of service, and NCCI."""

from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from codeward.codesets.modifier_use import codes_with, lifting, uses_of
from codeward.codesets.readers.hcpcs_records import HcpcsCode
from codeward.codesets.readers.ncci_ptp import PtpEdit
from codeward.codesets.reference import Modifiers


def service(price: str = "", betos: str = "") -> HcpcsCode:
    return cast("HcpcsCode", SimpleNamespace(prices=(price,) if price else (), betos=betos))


def pair(modifier: str) -> PtpEdit:
    return PtpEdit("E0601", "E0562", date(2030, 1, 1), None, modifier, False, "", 1)


@pytest.mark.parametrize(
    ("price", "betos", "modifiers", "section"),
    [
        ("31", "", ("RR",), "30.2"),
        ("32", "D1E", ("NU", "UE", "RR"), "30.1"),
        ("33", "", ("RR", "QE", "QF", "QG"), "30.6"),
        ("36", "", ("RR", "KH", "KI", "KJ"), "30.5"),
        ("51", "O1E", ("JW", "JZ"), "chapter 17, section 40"),
        ("52", "O1A", ("QM", "QN"), "chapter 15, section 30"),
    ],
)
def test_the_payment_class_decides_and_the_manual_is_named(
    price: str, betos: str, modifiers: tuple[str, ...], section: str
) -> None:
    (use,) = uses_of(service(price, betos))
    assert use.modifiers == modifiers
    assert use.source.endswith(section)


def test_a_class_that_decides_nothing_gives_nothing() -> None:
    assert uses_of(service("00", "Z2")) == ()
    assert uses_of(service()) == ()


def test_only_pairs_that_a_modifier_may_lift_count() -> None:
    assert lifting([pair("0"), pair("9")]) == ()
    (use,) = uses_of(service(), [pair("1"), pair("0"), pair("1")])
    assert use.modifiers == ("XE", "XP", "XS", "XU", "59")
    assert "in 2 NCCI pairs" in use.reason


def test_the_codes_of_a_modifier_are_those_whose_class_has_it() -> None:
    listed = {"E0601": service("36"), "E0143": service("32"), "A0428": service("52", "O1A")}
    file = cast("Modifiers", SimpleNamespace(service=listed.get))
    codes = ("A0428", "E0143", "E0601", "E9999")
    assert codes_with("RR", codes, file) == ("E0143", "E0601")
    assert codes_with("QN", codes, file) == ("A0428",)
    assert codes_with("LT", codes, file) == ()
