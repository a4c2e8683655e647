"""`index`, `neoplasm` and `drug` on small invented indexes and the real Tabular List."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from codeward.adapters.code_set_import import CodeSetImport

DISEASES = """<ICD10CM.index><version>2026</version><title>INDEX TO DISEASES and INJURIES</title>
<letter><title>W</title>
<mainTerm><title>Wobble, wobbling<nemod>(mild)</nemod></title><code>M25.5-</code>
 <seeAlso>Weakness</seeAlso>
 <term level="1"><title>kidney</title><code>N18.9</code><manif>D63.1</manif></term>
 <term level="1"><title>heart</title><see>Wobble, kidney</see></term>
 <term level="1"><title>lung</title><seecat>J44</seecat></term>
 <term level="1"><title>twin</title><code>R26.81</code></term>
 <term level="1"><title>twin</title><code>R26.89</code></term>
 <term level="1"><title>growing</title><see>Neoplasm, knee, malignant</see></term>
 <term level="1"><title>late</title><see>T36-T50 with 7th character S</see></term>
 <term level="1"><title>old</title><code>Z00.9</code></term></mainTerm>
<mainTerm><title>Wood poisoning</title><code>T65.9-</code></mainTerm>
</letter></ICD10CM.index>"""

NEOPLASMS = """<ICD10CM.index><version>2026</version><indexHeading><head col="1">Neoplasm</head>
<head col="2">Malignant Primary</head><head col="3">Benign</head></indexHeading>
<letter><title>N</title><mainTerm><title>Neoplasm, neoplastic</title>
<cell col="2">C80.1</cell><cell col="3">D36.9</cell>
<term level="1"><title>knee NEC</title><cell col="2">C40.2-</cell><cell col="3">-</cell></term>
<term level="1"><title>lung</title><cell col="2">C34.9-</cell><cell col="3">D14.3-</cell>
 <term level="2"><title>upper lobe</title><cell col="2">C34.1-</cell><cell col="3">D14.3-</cell></term>
</term></mainTerm></letter></ICD10CM.index>"""

DRUGS = """<ICD10CM.index><version>2026</version>
<indexHeading><head col="1">Substance</head>
<head col="2">Poisoning Accidental (unintentional)</head>
<head col="3">Poisoning Intentional self-harm</head><head col="6">Adverse effect</head>
</indexHeading><letter><title>W</title><mainTerm><title>Wobblamine</title>
<cell col="2">T39.1X1</cell><cell col="3">T39.1X2</cell><cell col="6">T39.1X5</cell></mainTerm>
</letter></ICD10CM.index>"""


@pytest.fixture
def walked(
    codeward: Callable[..., SimpleNamespace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., SimpleNamespace]:
    """The commands on a home with the three indexes; codes come from the compiled releases."""
    files = tmp_path / "files"
    files.mkdir()
    for name, text in (("a", DISEASES), ("b", NEOPLASMS), ("c", DRUGS)):
        (files / f"{name}.xml").write_text(text)
    home = tmp_path / "home"
    CodeSetImport(home).take([files], effective_from=None, licence=False)
    monkeypatch.setattr("codeward.cli.encoder_commands.home", lambda: home)
    return lambda *arguments: codeward(*arguments, "--date", "2026-05-01")


def test_a_term_is_shown_with_its_code_and_what_is_missing(
    walked: Callable[..., SimpleNamespace],
) -> None:
    shown = walked("index", "wobble")
    assert shown.code == 0
    assert shown.out.startswith("Wobble, wobbling (mild)   [diseases 2026]\n")
    for part in ("see also Weakness", "M25.5 ", "more characters are needed", "- kidney  N18.9"):
        assert part in shown.out
    assert "where nothing more is documented: M25.50" in shown.out
    assert "- heart  see Wobble, kidney" in shown.out


def test_a_manifestation_and_a_category_are_shown(
    walked: Callable[..., SimpleNamespace],
) -> None:
    assert "then the manifestation D63.1" in walked("index", "wobble", "kidney").out
    assert "see category J44" in walked("index", "wobble", "lung").out
    assert "Z00.9 is not in the release of the day" in walked("index", "wobble", "old").out


def test_see_is_followed_to_the_code(walked: Callable[..., SimpleNamespace]) -> None:
    shown = walked("index", "heart wobble")
    assert "see Wobble, kidney" in shown.out
    assert "leads to Wobble, wobbling (mild) > kidney N18.9" in shown.out
    assert "N18.9 Chronic kidney disease, unspecified" in shown.out
    assert "knee NEC" in walked("index", "wobble", "growing").out
    assert "T36-T50 with 7th character S" in walked("index", "wobble", "late").out


def test_the_printed_path_leads_to_the_same_place(
    walked: Callable[..., SimpleNamespace],
) -> None:
    first = walked("index", "wobble", "kidn").out
    path = first.partition("   [")[0]
    assert walked("index", path).out == first
    assert json.loads(walked("index", path, "--json").out)["path_text"] == path


def test_the_place_follows_its_schema(
    walked: Callable[..., SimpleNamespace], schema: Callable[[str], Any]
) -> None:
    for arguments in (("index", "wobble"), ("index", "wobble", "heart"), ("neoplasm", "lung")):
        jsonschema.validate(json.loads(walked(*arguments, "--json").out), schema("index"))


def test_open_steps_list_the_paths_that_may_be_meant(
    walked: Callable[..., SimpleNamespace],
) -> None:
    several = walked("index", "wo")
    assert several.code == 1
    assert "several terms begin so" in several.err
    assert "  Wood poisoning" in several.err
    nothing = walked("index", "wobble", "elbow")
    assert nothing.code == 1
    assert 'the diseases index has no "elbow" here' in nothing.err
    assert nothing.err.count("Wobble, wobbling (mild) > twin") <= 1


def test_a_row_of_the_neoplasm_table_is_shown_by_column(
    walked: Callable[..., SimpleNamespace],
) -> None:
    shown = walked("neoplasm", "knee").out
    assert "Malignant Primary  C40.2 " in shown
    assert "Benign             -" in shown
    assert "-> C34.10" in walked("neoplasm", "lung upper").out
    near = walked("neoplasm", "lobe")
    assert near.code == 1
    assert "Neoplasm, neoplastic > lung > upper lobe" in near.err


def test_a_substance_is_shown_by_intent(walked: Callable[..., SimpleNamespace]) -> None:
    shown = walked("drug", "wobblamine").out
    assert "T39.1X1" in shown
    assert "T39.1X5" in shown
    harm = walked("drug", "wobblamine", "--intent", "self-harm").out
    assert "T39.1X2" in harm
    assert "T39.1X5" not in harm


def test_an_index_that_is_not_there_says_what_to_import(
    walked: Callable[..., SimpleNamespace],
) -> None:
    missing = walked("index", "wobble", "--book", "external-causes")
    assert missing.code != 0
    assert "codeward codesets import FILE" in missing.err
