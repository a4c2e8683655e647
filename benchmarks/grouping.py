"""MS-DRG grouping and what-if through the port, with every check that Codeward adds."""

import statistics
import time
from datetime import date
from pathlib import Path

from codeward import edits, grouping
from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.adapters.release_store import ReleaseStore
from codeward.cli.options import home
from codeward.model import Diagnosis, DiagnosisRole, Encounter, Patient, Setting, Sex

DAY = date(2026, 1, 14)
ROUNDS = 200
SECONDARIES = (
    *("J9601", "N179", "E871", "I10", "E119", "N186", "D62", "I4891", "J449", "F329", "E785"),
    *("Z794", "G4733", "K219", "M109", "E039", "I2510", "Z955", "Z951", "I739", "E6601", "Z6841"),
    *("D631", "E8720", "R6520"),
)


def _stay() -> Encounter:
    principal = Diagnosis(code="I5023", role=DiagnosisRole.PRINCIPAL, sequence=1, poa="Y")
    others = (
        Diagnosis(code=code, sequence=number, poa="Y")
        for number, code in enumerate(SECONDARIES, start=2)
    )
    return Encounter(
        encounter_id="B",
        setting=Setting.INPATIENT,
        patient=Patient(birth_date=date(1950, 3, 1), sex=Sex.MALE),
        admit_date=date(2026, 1, 10),
        discharge_date=DAY,
        discharge_status="01",
        diagnoses=(principal, *others),
    )


def measure() -> list[tuple[str, str, str]]:
    """Rows of work, figure and budget."""
    store = ReleaseStore(Path(home()))
    on, stay, engine = store.on(DAY), _stay(), MsdrgEngine()
    works = {
        "MS-DRG of a 26-diagnosis stay": (lambda: grouping.group(stay, on, engine), "-"),
        "what-if without one code, same stay": (
            lambda: grouping.what_if(stay, "J9601", on, engine),
            "10 ms",
        ),
        "leave-one-out over the stay": (lambda: grouping.leave_one_out(stay, on, engine), "-"),
        "all edits on the stay": (lambda: edits.check(stay, on), "-"),
    }
    rows = []
    for work, (call, budget) in works.items():
        call()
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            call()
            times.append(time.perf_counter() - began)
        rows.append((work, f"{statistics.median(times) * 1000:.2f} ms", budget))
    return rows


if __name__ == "__main__":
    for row in measure():
        print(*row, sep="  |  ")
