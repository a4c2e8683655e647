"""The short form of the POA exempt list against a list of CMS, in the direction that matters."""

import csv

from codeward.edits.encounter.exempt_from_present_on_admission import is_exempt


def test_an_exempt_code_is_hardly_ever_asked_for_an_indicator(shared):
    """FY2022 is the list at hand; later lists changed little. The short form errs towards silence."""
    with (shared / "codesets" / "poa" / "poa_exempt_FY2022.csv").open(encoding="utf-8") as file:
        listed = [(row["icd10cm_code"], row["poa_exempt"] == "Y") for row in csv.DictReader(file)]
    exempt = [code for code, is_on_list in listed if is_on_list]
    others = [code for code, is_on_list in listed if not is_on_list]
    asked_in_vain = [code for code in exempt if not is_exempt(code)]
    passed_over = [code for code in others if is_exempt(code)]
    assert asked_in_vain == []
    assert len(passed_over) / len(others) < 0.05
