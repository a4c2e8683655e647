"""Reasons for an encounter: screening, examination, treatment, follow-up, aftercare."""

from collections.abc import Iterator

from codeward.coding import history
from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Before, Change, Drop, Lead, Replace, Rule
from codeward.coding.rules.support import add_at
from codeward.model.chart import SectionKind

_SCREENINGS = (
    ("screening_colon", "Z1211"),
    ("screening_breast", "Z1231"),
    ("screening_cervix", "Z124"),
    ("screening_prostate", "Z125"),
    ("screening_lung", "Z122"),
    ("screening_diabetes", "Z131"),
    ("screening_lipid", "Z13220"),
    ("screening_osteoporosis", "Z13820"),
)
_TREATMENTS = (("chemotherapy", "Z5111"), ("immunotherapy", "Z5112"), ("radiotherapy", "Z510"))
_JOINTS = ("Z966",)


def screening_changes(case: Case) -> Iterator[Change]:
    """Put the screening first and what it found after it.

    Why: I.C.21.c.5.
    What it does not do: a test done because of a symptom is no screening.
    """
    for concept, code in _SCREENINGS:
        mention = case.mentioned(concept)
        if mention is not None and mention.assertion.value not in ("negated", "family"):
            yield add_at(case, mention, code)
            yield Lead(code)


def exam_changes(case: Case) -> Iterator[Change]:
    """Code a routine examination first, with or without abnormal findings.

    Why: I.C.21.c.13.
    What it does not do: stable chronic conditions known before are no abnormal finding.
    """
    child = case.said("child_exam")
    gyn = case.said("gyn_exam")
    adult = case.said("adult_exam")
    for mention, plain, abnormal in (
        (child, "Z00129", "Z00121"),
        (gyn, "Z01419", "Z01411"),
        (adult, "Z0000", "Z0001"),
    ):
        if mention is None:
            continue
        said = case.said("abnormal_finding") is not None and bool(case.candidates)
        found = said or any(_is_new(one.code) for one in case.candidates)
        code = abnormal if found else plain
        yield add_at(case, mention, code)
        yield Lead(code)
        return


def _is_new(code: str) -> bool:
    """Whether the code is a disease that was not there all along."""
    return not code.startswith(_NO_DISEASE) and not history.lasts(code)


_NO_DISEASE = ("Z", "V", "W", "X", "Y")


def treatment_changes(case: Case) -> Iterator[Change]:
    """Put the encounter for chemotherapy, immunotherapy or radiation first, then the malignancy.

    Why: I.C.2.e.2.
    What it does not do: treatment named as the cause of a complication is no reason of the visit.
    """
    if not case.has("C", "D0", "D4"):
        return
    for concept, code in _TREATMENTS:
        mention = next(
            (
                one
                for one in case.reading.concepts
                if one.meaning == concept
                and one.assertion.value not in ("negated", "historical", "family")
                and case.mentioned("encounter_for", line=one.sentence) is not None
                and not _is_cause(case, one)
            ),
            None,
        )
        if mention is not None:
            yield add_at(case, mention, code)
            yield Lead(code)


def _is_cause(case: Case, treatment: Mention) -> bool:
    """Whether the words before name the treatment as the cause of something else."""
    before = [word.word for word in case.line(treatment.sentence).words[: treatment.first]]
    return before[-1:] in (["after"], ["from"], ["following"]) or before[-2:] in (
        ["due", "to"],
        ["secondary", "to"],
        ["because", "of"],
        ["caused", "by"],
    )


def followup_changes(case: Case) -> Iterator[Change]:
    """Code a finished malignancy as history, and the follow-up visit first.

    Why: I.C.2.d, I.C.2.m and I.C.21.c.8.
    What it does not do: a malignancy still under treatment, even preventive, stays active.
    """
    visit = case.mentioned("followup")
    for cancer in case.starting("C", "Z85"):
        gone = case.mentioned("no_recurrence", line=cancer.line) or case.mentioned(
            "completed_treatment", line=cancer.line
        )
        treated_now = case.said("chemotherapy", "radiotherapy", line=cancer.line) and not gone
        is_history = cancer.code.startswith("Z85")
        if (gone is None and not is_history) or treated_now:
            continue
        if cancer.code.startswith(_BLOOD) and {"remission", "relapse"} & case.written(cancer.line):
            continue
        past = cancer.code if is_history else history.past(cancer.code)
        if past is None or cancer.code.startswith(("C77", "C78", "C79")):
            continue
        if not is_history:
            yield Replace(cancer.code, past, (gone.span,) if gone else ())
        if visit is not None and visit.sentence == cancer.line:
            yield add_at(case, visit, "Z08")
            yield Lead("Z08")


# Leukemia and myeloma have codes of their own for remission and relapse (I.C.2.n).
_BLOOD = ("C8", "C90", "C91", "C92", "C93", "C94", "C95", "Z856")


def aftercare_changes(case: Case) -> Iterator[Change]:
    """Code aftercare of a joint replacement first, then the joint.

    Why: I.C.21.c.7.
    What it does not do: a complication of the joint is no aftercare.
    """
    mention = case.mentioned("aftercare")
    for joint in case.starting(*_JOINTS):
        if mention is not None and mention.sentence == joint.line and not case.has("T84"):
            yield add_at(case, mention, "Z471")
            yield Lead("Z471")
            return


def replaced_changes(case: Case) -> Iterator[Change]:
    """Drop the status of a joint that is replaced in this very stay.

    Why: I.C.21.c.3: a status is what past treatment left behind.
    What it does not do: joints replaced before, and stays without an operative note, keep theirs.
    """
    operated = any(
        one.section is SectionKind.PROCEDURES and one.assertion is Assertion.PRESENT
        for one in case.reading.concepts
        if one.meaning == "joint_replacement"
    )
    if operated:
        for joint in case.starting(*_JOINTS):
            if joint.assertion is Assertion.PRESENT:
                yield Drop(joint.code)


def cancelled_changes(case: Case) -> Iterator[Change]:
    """Add that a procedure was not carried out, and why; the reason for admission stays first.

    Why: II.F and I.C.21.c.14.
    What it does not do: it does not say which procedure.
    """
    mention = case.mentioned("procedure_cancelled")
    if mention is None or not case.candidates:
        return
    refused = case.mentioned("patient_decision", line=mention.sentence)
    code = "Z5320" if refused else "Z5309"
    if not refused and case.mentioned("contraindication", line=mention.sentence) is None:
        code = "Z538"
    yield add_at(case, mention, code)
    for other in case.candidates:
        yield Before(other.code, code)


def transplant_changes(case: Case) -> Iterator[Change]:
    """Keep the transplant status beside a chronic kidney disease; it is no complication by itself.

    Why: I.C.14.a.2.
    What it does not do: a documented failure or rejection is coded as the complication instead.
    """
    if case.has("T861"):
        yield Drop("Z940")
    for kidney in case.starting("N18"):
        yield Before(kidney.code, "Z940")


def pain_changes(case: Case) -> Iterator[Change]:
    """Put the pain first where the encounter is for pain control.

    Why: I.C.6.b.1.a.
    What it does not do: an encounter for the underlying disease keeps that disease first.
    """
    mention = case.mentioned("pain_control")
    pain = case.starting("G893", "G892", "G891", "G894")
    if mention is None:
        return
    if not pain and case.has("C"):
        cancer = case.starting("C")[0]
        yield add_at(case, mention, "G893")
        yield Lead("G893")
        yield Before("G893", cancer.code)
    elif pain:
        yield Lead(pain[0].code)


def drug_changes(case: Case) -> Iterator[Change]:
    """Add the long-term use of drugs that bear on the care of a disease.

    Why: I.C.21.c.3.
    What it does not do: a drug given once, or for an acute illness, is not long-term use.
    """
    for concept, code, diseases in _DRUGS:
        mention = case.said(concept)
        if mention is None or case.has(code):
            continue
        long_term = case.said("long_term", line=mention.sentence)
        lasting = long_term is not None or (diseases and case.has(*diseases))
        if lasting and not _explained_otherwise(case, mention.sentence):
            yield add_at(case, mention, code)


def _explained_otherwise(case: Case, line: int) -> bool:
    return case.mentioned("overdose", "underdosing", "as_prescribed", line=line) is not None


_DRUGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("anticoagulant", "Z7901", ("I48", "Z8671", "I27", "Z952")),
    ("antiplatelet", "Z7902", ("I25", "Z955", "Z8673", "I69", "I63", "I65", "Z9582")),
    ("aspirin", "Z7982", ()),
    ("systemic_steroid", "Z7952", ()),
    ("inhaled_steroid", "Z7951", ("J44", "J45")),
    ("opiate", "Z79891", ()),
    ("nsaid", "Z791", ()),
    ("antibiotic", "Z792", ()),
    ("tamoxifen", "Z79810", ("C50", "Z853")),
    ("aromatase_inhibitor", "Z79811", ("C50", "Z853")),
)


def newborn_changes(case: Case) -> Iterator[Change]:
    """Put the liveborn code first on the record of the birth, once.

    Why: I.C.16.a.2.
    What it does not do: a later encounter of the child gets no Z38, nor does the chart of the
    mother, who was delivered of the infant.
    """
    mention = case.said("single_liveborn", "newborn_word")
    born = next((one for one in case.all_said("born_hospital") if not _is_weight(case, one)), None)
    if mention is None or (case.said("newborn_word") is None and _is_mothers(case, mention)):
        return
    if born is None or case.has("Z37") or (case.age is not None and case.age > 0):
        return
    twin = case.said("twin_liveborn")
    cesarean = case.said("cesarean")
    code = ("Z3831" if cesarean else "Z3830") if twin else ("Z3801" if cesarean else "Z3800")
    yield add_at(case, mention, code, born)
    yield Lead(code)


def _is_weight(case: Case, birth: Mention) -> bool:
    """Whether the words are the birth weight, which says nothing of the place of birth."""
    following = case.line(birth.sentence).words[birth.last : birth.last + 1]
    return any(word.word in ("weight", "weighing") for word in following)


def _is_mothers(case: Case, infant: Mention) -> bool:
    """Whether the chart is that of the mother: weeks, her codes, or `delivery of` the infant."""
    if case.said("weeks") is not None or case.has("O"):
        return True
    before = [word.word for word in case.line(infant.sentence).words[: infant.first]]
    return bool(before) and before[-1] in ("delivery", "delivered")


SCREENING = Rule("screening-finding", "I.C.21.c.5", screening_changes)
EXAM = Rule("exam-abnormal", "I.C.21.c.13", exam_changes)
TREATMENT = Rule("chemo-encounter", "I.C.2.e.2", treatment_changes)
FOLLOWUP = Rule("followup-cancer", "I.C.21.c.8; I.C.2.d", followup_changes)
AFTERCARE = Rule("aftercare-joint", "I.C.21.c.7", aftercare_changes)
REPLACED = Rule("joint-replaced-now", "I.C.21.c.3", replaced_changes)
CANCELLED = Rule("principal-cancelled", "II.F; I.C.21.c.14", cancelled_changes)
TRANSPLANT = Rule("transplant-ckd", "I.C.14.a.2", transplant_changes)
PAIN = Rule("pain-control", "I.C.6.b.1.a", pain_changes)
DRUG_STATUS = Rule("drug-status", "I.C.21.c.3", drug_changes)
NEWBORN = Rule("newborn", "I.C.16.a.2", newborn_changes)
