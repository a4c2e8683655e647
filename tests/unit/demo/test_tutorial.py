"""The encounter that the tutorial tells people to save can be read and stands on a claim."""

import re
from pathlib import Path

import msgspec

from codeward.model import Encounter, Setting

TUTORIAL = Path(__file__).parents[3] / "docs" / "tutorial" / "first-chart.md"


def tutorial_encounter() -> Encounter:
    (block,) = re.findall(r"```json\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    return msgspec.json.decode(block, type=Encounter)


def test_the_encounter_of_the_tutorial_follows_the_contract():
    encounter = tutorial_encounter()
    assert encounter.setting is Setting.PROFESSIONAL
    assert encounter.principal is not None
    assert encounter.principal.code == "L03116"


def test_its_codes_are_billable_on_its_day(releases):
    encounter = tutorial_encounter()
    on = releases(encounter.governing_date)
    assert all(on.icd10cm.is_billable(one.code) for one in encounter.diagnoses)
    assert not on.icd10cm.is_billable("L0311")
