"""Learning from coded charts: the same charts give the same bytes, and phrases carry precision."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from codeward import coding, intake
from codeward.adapters.corpus_folder import CorpusError, ReviewedChart, read_corpus
from codeward.codesets import Releases
from codeward.coding.learned_phrases import STEP
from codeward.coding.learning import Example, Learned, LearnedFileError, Quote, QuotePart
from codeward.coding.learning.comparing import compare
from codeward.coding.learning.learn import learn
from codeward.model import (
    Decision,
    Document,
    Encounter,
    EvidenceSpan,
    Rationale,
    Setting,
    System,
    Verdict,
)

ON = Callable[[date], Releases]
DAY = date(2026, 4, 1)
WORDS = ("sticky lung sign", "glassy knee", "humming valve", "dotted skin")
SENTENCES = (
    "The patient shows a {} today. Weather was fine.",
    "On exam there was {}.",
    "Came because of {} since spring.",
    "Assessment: {}.",
    "Again {}, as in the letter of the referring office.",
    "Follow-up for {} with the family present.",
    "{}",
)
CODES = ("J849", "M25561", "I358", "R238")


def charts(count: int = 40) -> list[Example]:
    """Invented charts in which four invented phrases stand for four codes."""
    made = []
    for number in range(count):
        phrase, code = WORDS[number % 4], CODES[number % 4]
        text = SENTENCES[number % 7].format(phrase)
        document = Document(id=f"c{number:03}", text=text)
        begin = text.index(phrase)
        made.append(
            Example(
                name=document.id,
                chart=intake.read([document]),
                codes={System.ICD10CM: frozenset({code})},
                quotes=(Quote(System.ICD10CM, code, document.id, (QuotePart(phrase, begin),)),),
            )
        )
    return made


@pytest.fixture(scope="module")
def artefact(releases: ON) -> bytes:
    return learn(charts(), releases(DAY), lambda _: None)


def test_the_same_charts_in_any_order_give_the_same_bytes(artefact: bytes, releases: ON) -> None:
    assert learn(reversed(charts()), releases(DAY), lambda _: None) == artefact


def test_the_file_is_named_by_its_content_and_knows_its_releases(
    artefact: bytes, releases: ON
) -> None:
    opened = Learned(artefact)
    assert opened.id.id == f"learned-{opened.id.sha256[:12]}"
    assert dict(opened.content.trained_under) == dict(releases(DAY).ids)
    assert opened.content.documents == 40


def test_a_learned_phrase_becomes_a_suggestion_with_its_place_and_its_record(
    artefact: bytes, releases: ON
) -> None:
    text = "Seen again. There is a glassy knee. No humming valve. Mother has dotted skin."
    document = Document(id="new", text=text)
    encounter = Encounter(
        encounter_id="L-1", setting=Setting.OUTPATIENT, patient=None, documents=(document,)
    )
    chart = intake.read([document])
    told = coding.suggest(chart, encounter, releases(DAY), Learned(artefact)).suggestions
    found = {one.code: one for one in told}
    assert "M25561" in found
    assert found["M25561"].evidence[0].text == "glassy knee"
    assert any(
        step.step == STEP and "seen in 10 charts" in step.detail for step in found["M25561"].path
    )
    assert 0.5 < found["M25561"].confidence <= 1
    assert not {"I358", "R238"} & found.keys()
    plain = coding.suggest(chart, encounter, releases(DAY)).suggestions
    assert "M25561" not in {one.code for one in plain}


def test_evaluation_sees_what_was_learned_and_what_is_negated(
    artefact: bytes, releases: ON
) -> None:
    known = charts(8)
    learned = Learned(artefact)
    with_it = compare(known, releases(DAY), learned, filtered=True)[System.ICD10CM]
    without = compare(known, releases(DAY), None, filtered=True)[System.ICD10CM]
    assert with_it.micro.recall == 1.0
    assert without.micro.recall < with_it.micro.recall
    document = Document(id="n", text="No glassy knee.")
    denied = Example("n", intake.read([document]), {System.ICD10CM: frozenset()})
    counted = compare([denied], releases(DAY), learned, filtered=False)[System.ICD10CM]
    assert counted.noise_per_note == 1
    assert (
        compare([denied], releases(DAY), learned, filtered=True)[System.ICD10CM].noise_per_note == 0
    )


def test_a_refused_code_that_comes_again_is_counted(artefact: bytes, releases: ON) -> None:
    (chart,) = charts(1)
    refused = msgspec.structs.replace(
        chart, codes={System.ICD10CM: frozenset()}, rejected={System.ICD10CM: frozenset({"J849"})}
    )
    told = compare([refused], releases(DAY), Learned(artefact), filtered=True)[System.ICD10CM]
    assert told.suggested_again == 1


def test_too_few_charts_are_refused(releases: ON) -> None:
    with pytest.raises(LearnedFileError, match="at least 10 coded charts"):
        learn(charts(3), releases(DAY), lambda _: None)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda _: b"something else", "no learned file of this version"),
        (lambda data: data[:-40], "cut short"),
        (lambda data: data[:60] + bytes(40) + data[100:], "damaged"),
    ],
)
def test_a_damaged_file_is_refused_with_the_way_out(
    artefact: bytes, damage: Callable[[bytes], bytes], told: str
) -> None:
    with pytest.raises(LearnedFileError, match=told):
        Learned(damage(artefact))


class TestCorpusFolder:
    def corpus(self, folder: Path) -> Path:
        (folder / "texts").mkdir()
        (folder / "texts" / "S1.txt").write_text("He has a glassy knee.")
        (folder / "train_D.tsv").write_text("S1\tm25.561\nS1\tI10\nS2\tI10\n")
        (folder / "train_P.tsv").write_text("S1\t0SRC0J9\n")
        (folder / "train_X.tsv").write_text("S1\tDIAGNOSTICO\tm25.561\tglassy knee\t9 15;16 20\n")
        return folder

    def test_texts_codes_and_quotes_are_read(self, tmp_path: Path) -> None:
        (chart,) = read_corpus(self.corpus(tmp_path))
        assert chart.codes == {
            System.ICD10CM: frozenset({"M25561", "I10"}),
            System.ICD10PCS: frozenset({"0SRC0J9"}),
        }
        assert [part.text for part in chart.quotes[0].parts] == ["glassy", "knee"]

    def test_exported_decisions_are_charts_too(self, tmp_path: Path) -> None:
        document = Document(id="d", text="He has a glassy knee.")
        at = datetime(2026, 1, 2, tzinfo=UTC)
        span = EvidenceSpan("d", 9, 20, "glassy knee")
        reviewed = ReviewedChart(
            "r1",
            (document,),
            (
                Decision(System.ICD10CM, "M25561", Verdict.ACCEPTED, "coder", at, evidence=(span,)),
                Decision(
                    System.ICD10CM, "I10", Verdict.REJECTED, "coder", at,
                    rationale=Rationale("blood pressure was normal"),
                ),
            ),
        )  # fmt: skip
        (tmp_path / "decisions.jsonl").write_bytes(msgspec.json.encode(reviewed) + b"\n")
        (chart,) = read_corpus(tmp_path)
        assert chart.codes[System.ICD10CM] == {"M25561"}
        assert chart.rejected[System.ICD10CM] == {"I10"}
        assert chart.quotes[0].parts[0].start == 9

    @pytest.mark.parametrize(
        ("file", "content", "told"),
        [
            ("x_D.tsv", "S1\n", r"x_D\.tsv, line 1: 2 columns"),
            ("x_X.tsv", "S1\tDIAGNOSTICO\tI10\tknee\tnine\n", "pairs of numbers"),
            ("x.jsonl", "{}\n", r"x\.jsonl, line 1: no reviewed chart"),
            ("x.jsonl", "garbage\n", "line 1: no reviewed chart"),
        ],
    )
    def test_a_faulty_line_is_named_without_its_text(
        self, tmp_path: Path, file: str, content: str, told: str
    ) -> None:
        folder = self.corpus(tmp_path)
        (folder / file).write_text(content)
        with pytest.raises(CorpusError, match=told):
            read_corpus(folder)

    def test_an_empty_folder_is_no_corpus(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError, match=r"no .*tsv"):
            read_corpus(tmp_path)
