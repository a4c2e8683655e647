"""Our list of drugs against the official titles: every code exists and its dose is the same."""

import csv
import gzip

from codeward.coding.hcpcs.billing_unit import billing_unit
from codeward.coding.hcpcs.drugs import own_list
from codeward.coding.hcpcs.services import services_list


def titles(shared):
    file = shared / "codesets" / "hcpcs" / "hcpcs_level2_2025-10_titles.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["long_title"] for row in csv.DictReader(rows)}


def test_the_billing_unit_of_every_drug_is_that_of_its_title(shared):
    official = titles(shared)
    wrong = []
    for drug in own_list():
        unit = billing_unit(official[drug.code])
        if drug.given == "device":
            continue
        if unit is None or (unit.number, unit.unit) != (drug.amount, drug.unit):
            wrong.append(drug.code)
    assert wrong == []


def test_every_drug_and_service_is_in_the_list_of_codes_of_july_2026(shared):
    file = shared / "codesets" / "hcpcs" / "hcpcs_level2_codes_2026q3.txt.gz"
    current = set(gzip.decompress(file.read_bytes()).decode().split())
    ours = {drug.code for drug in own_list()} | {one.code for one in services_list()}
    assert sorted(ours - current) == []


def test_the_list_covers_the_most_billed_drugs():
    assert len(own_list()) >= 250
