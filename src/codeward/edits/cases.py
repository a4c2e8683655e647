"""The cases beside each edit: small encounters with what the edit must find on them.

They are the tests of the edit and the examples on its documentation page, and they can be replayed
against any installed release. The only module of the package that reads its data files.
"""

import datetime as dt
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from codeward.edits.edit import Edit
from codeward.model import Encounter, Finding, Setting, Sex

STAY = dt.timedelta(days=3)
DEFAULT_BIRTH_DATE = dt.date(1960, 1, 1)


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One case.

    Attributes:
        name: What the case shows.
        expect: Subject of each finding: a code, `line 2`, or `encounter`; empty means silence.
        date: Discharge or service date.
        undated: The case is meant to have no date.
        setting: An inpatient case is admitted three days before `date` and discharged home.
        born: Birth date of the patient; a stay never begins before it.
        sex: Sex of the patient.
        admit_date: Admission, where the default does not suit.
        diagnoses: Codes, the first is principal; `J189:Y` carries a POA indicator; a table is
            taken as it stands in an encounter file.
        procedures: ICD-10-PCS codes, or tables as in an encounter file.
        lines: Service lines as in an encounter file.
        encounter: Further fields as in an encounter file; "" takes a field away.
    """

    name: str
    expect: tuple[str, ...]
    date: dt.date | None = None
    undated: bool = False
    setting: Setting = Setting.OUTPATIENT
    born: dt.date = DEFAULT_BIRTH_DATE
    sex: Sex = Sex.FEMALE
    admit_date: dt.date | None = None
    diagnoses: tuple[str | dict[str, Any], ...] = ()
    procedures: tuple[str | dict[str, Any], ...] = ()
    lines: tuple[dict[str, Any], ...] = ()
    encounter: dict[str, Any] = {}

    def __post_init__(self) -> None:
        if (self.date is None) is not self.undated:
            raise ValueError("a case has a date, or says that it is undated")


class _CasesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: tuple[Case, ...]


@lru_cache(maxsize=512)
def cases_of(edit: Edit) -> tuple[Case, ...]:
    """The cases in the file beside the edit.

    Raises:
        msgspec.ValidationError: a field is unknown, missing or of the wrong type.
    """
    package, _, name = edit.check.__module__.rpartition(".")
    text = files(package).joinpath(f"{name}.cases.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=_CasesFile).case


def encounter_of(case: Case) -> Encounter:
    """The encounter that a case describes."""
    fields: dict[str, Any] = {
        "encounter_id": "case",
        "setting": case.setting,
        "patient": {"birth_date": case.born, "sex": case.sex},
        "diagnoses": [_diagnosis(place, dx) for place, dx in enumerate(case.diagnoses, start=1)],
        "procedures": [{"code": px} if isinstance(px, str) else px for px in case.procedures],
        "service_lines": case.lines,
    }
    fields |= _dates(case) | {
        field: value if value != "" else None for field, value in case.encounter.items()
    }
    return msgspec.convert(fields, Encounter, strict=False)


def subject(finding: Finding) -> str:
    """What a finding blames, as `expect` writes it."""
    if finding.line is not None:
        return f"line {finding.line}"
    return finding.code or "encounter"


def _dates(case: Case) -> dict[str, Any]:
    if case.date is None:
        return {}
    if case.setting is not Setting.INPATIENT:
        return {"service_date": case.date}
    admitted = case.admit_date or max(case.date - STAY, min(case.born, case.date))
    return {"admit_date": admitted, "discharge_date": case.date, "discharge_status": "01"}


def _diagnosis(place: int, dx: str | dict[str, Any]) -> dict[str, Any]:
    if isinstance(dx, dict):
        return dx
    code, _, poa = dx.partition(":")
    role = "secondary" if place > 1 else "principal"
    return {"code": code, "poa": poa or None, "role": role, "sequence": place}
