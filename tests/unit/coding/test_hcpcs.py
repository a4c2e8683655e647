"""Drugs and services: code, units and modifiers of what a note says was given."""

from datetime import date
from decimal import Decimal

import pytest

from codeward import coding, intake
from codeward.coding.hcpcs.billing_unit import billing_unit
from codeward.model import Document, Encounter, Setting, System

DAY = date(2026, 4, 15)


def given(text, releases, setting=Setting.OUTPATIENT):
    documents = (Document(id="note", text=text),)
    encounter = Encounter(encounter_id="x", setting=setting, patient=None, documents=documents)
    found = coding.suggest(intake.read(documents), encounter, releases(DAY)).suggestions
    return [
        " ".join([one.code, *one.modifiers, str(one.units)])
        for one in found
        if one.system is System.HCPCS
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Ceftriaxone 500 mg IM", ["J0696 2"]),
        ("Ceftriaxone 300 mg IM", ["J0696 2"]),
        ("Infliximab 3 mg/kg IV, weight 70 kg", ["J1745 21"]),
        ("Rituximab 375 mg/m2, BSA 1.9 m2", ["J9312 72"]),
        ("Trastuzumab 6 mg/kg", []),
        ("Botox 155 units injected, 45 units discarded", ["J0585 155", "J0585 JW 45"]),
        ("Pembrolizumab 200 mg IV. No waste.", ["J9271 JZ 200"]),
        ("Infliximab 395 mg IV, discarded 5 mg", ["J1745 40"]),
        ("Ondansetron 4 mg PO at home", []),
        ("Ondansetron 4 mg IV", ["J2405 4"]),
        ("Allergies: ceftriaxone 1 g", []),
        ("Normal saline 500 ml IV", ["J7040 1"]),
        ("Depo-Medrol 40 mg injected x 2", ["J1010 80"]),
        ("Dispensed 120 glucose test strips", ["A4253 3"]),
        ("Dispensed 2 boxes of lancets", ["A4259 2"]),
        ("Subsequent annual wellness visit", ["G0439 1"]),
    ],
)
def test_units_are_the_dose_by_the_billing_unit_rounded_up(text, codes, releases):
    assert given(text, releases) == codes


def test_an_inpatient_stay_has_no_drug_codes(releases):
    assert given("Ceftriaxone 1 g IV", releases, Setting.INPATIENT) == []


@pytest.mark.parametrize(
    ("title", "number", "unit"),
    [
        ("Injection, a substance, per 250 mg", "250", "mg"),
        ("Injection, a substance, per gm", "1000", "mg"),
        ("Injection, a substance, 30 mcg", "0.030", "mg"),
        ("Injection, one/other, 1 gram/0.125 grams (1.125 grams)", "1125", "mg"),
        ("Infusion, a fluid (500 ml = 1 unit)", "500", "ml"),
        ("Injection, a substance, 0.9 mg, provided in 1.1 mg vial", "0.9", "mg"),
        ("Injection, a substance, per single dose vial", "1", "each"),
    ],
)
def test_the_billing_unit_is_read_from_the_title(title, number, unit):
    found = billing_unit(title)
    assert (found.number, found.unit) == (Decimal(number), unit)


def test_a_title_without_a_dose_has_no_billing_unit():
    assert billing_unit("Unclassified drugs") is None
