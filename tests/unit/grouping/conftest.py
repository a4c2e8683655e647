"""A grouper that answers as told, and an inpatient stay to change."""

from datetime import date

import msgspec
import pytest

from codeward.grouping import DiagnosisMark, GrouperAnswer, ProcedureMark, Stay, Unavailable
from codeward.model import Encounter


class ScriptedGrouper:
    """Counts severity by a script: DRG 291 with a counted MCC, 292 with a CC, else 293."""

    def __init__(self, severities: dict[str, str]) -> None:
        self.severities = severities
        self.stays: list[Stay] = []
        self.lost: set[str] = set()

    def group(self, stay: Stay) -> GrouperAnswer:
        self.stays.append(stay)
        levels = [self.severities.get(dx.code, "NON") for dx in stay.secondaries]
        best = next((level for level in ("MCC", "CC") if level in levels), None)
        drg = {"MCC": 291, "CC": 292, None: 293}[best]
        return GrouperAnswer(
            drg=drg,
            initial_drg=drg,
            mdc=5,
            return_code="OK",
            principal=DiagnosisMark(
                stay.principal.code,
                "NON",
                recognised=stay.principal.code not in self.lost,
                counted=True,
            ),
            secondaries=tuple(
                DiagnosisMark(
                    dx.code, level, recognised=dx.code not in self.lost, counted=level == best
                )
                for dx, level in zip(stay.secondaries, levels, strict=True)
            ),
            procedures=tuple(ProcedureMark(code, False, False) for code in sorted(stay.procedures)),
        )


class NoGrouper:
    def group(self, _stay: Stay) -> Unavailable:
        return Unavailable("no wheel fits this platform")


@pytest.fixture
def scripted() -> ScriptedGrouper:
    return ScriptedGrouper({"J9601": "MCC", "N179": "CC", "E871": "CC"})


@pytest.fixture
def no_grouper() -> NoGrouper:
    return NoGrouper()


@pytest.fixture
def stay():
    """Makes a stay; keyword arguments replace fields, None takes one away."""

    def make(
        principal: str = "I5023", *secondaries: str, procedures=(), poa="Y", **fields
    ) -> Encounter:
        diagnoses = [{"code": principal, "role": "principal", "poa": poa}]
        diagnoses += [{"code": code, "poa": poa} for code in secondaries]
        defaults = {
            "encounter_id": "stay",
            "setting": "inpatient",
            "patient": {"birth_date": date(1950, 3, 2), "sex": "F"},
            "admit_date": date(2026, 5, 1),
            "discharge_date": date(2026, 5, 6),
            "discharge_status": "01",
            "diagnoses": [{**dx, "sequence": place} for place, dx in enumerate(diagnoses, start=1)],
            "procedures": [{"code": code} for code in procedures],
        }
        return msgspec.convert(defaults | fields, Encounter)

    return make
