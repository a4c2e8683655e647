"""Rules about the words that the provider sees."""

import re
from collections.abc import Iterator

from codeward.model.query import QueryDraft
from codeward.review.query_rules.rule import Texts

_PAYMENT = re.compile(
    r"\b(?:reimburse\w*|payment\w*|payer\w*|paid|revenue|bill(?:ing|able|ed)?|drgs?|ms-drg|"
    r"case[- ]mix|cmi|relative weight|weight of the|ccs?/mccs?|mccs?|\bccs?\b|hccs?|raf|"
    r"severity of illness|soi|risk of mortality|rom|quality (?:score|measure|metric|indicator)s?|"
    r"audit\w*|denials?|denied|appeals?|compliance score|financ\w*|money|dollars?|profit\w*)\b",
    re.IGNORECASE,
)
# Abbreviations are payment words in capitals only: "cc" is a volume, "ROM" a range of motion.
_CAPITALS_ONLY = frozenset({"cc", "ccs", "rom", "soi", "raf", "paid", "cmi", "mcc", "mccs"})
_LEADING = re.compile(
    r"\b(?:(?:do|would|don't|wouldn't) you (?:not )?agree|isn't (?:it|this)|is it not|aren't these|"
    r"please (?:document|add|state|write|confirm) (?:that|the diagnosis of)|should be documented|"
    r"(?:we|i|coding) (?:need|want|would like) you to|needs? to be documented|must document|"
    r"clearly (?:has|shows|indicates)|obviously|(?:suggests?|consistent with) a diagnosis|"
    r"most likely|so that (?:we|it) can be coded|to support the (?:code|diagnosis))\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")
_WORD = re.compile(r"[a-z]{4,}")
_NO_DIAGNOSIS = frozenset(
    "acute chronic other unable determine please specify type stage severity mild moderate severe "
    "left right bilateral with without site cause from trimester first second third condition "
    "documented clinically undetermined ruled confirmed none these diagnosis disease only present "
    "unspecified cannot following provider finding findings "
    # Organs and measures are no diagnoses.
    "kidney kidneys renal urine urinary heart cardiac lung lungs pulmonary respiratory breathing "
    "liver hepatic blood brain mental status skin pressure oxygen sodium potassium glucose weight "
    "nutrition nutritional function level levels wound count platelets bowel muscle tissue bone "
    "change changes depth organism body mass index limb limbs counts clinical clinically "
    "laboratory significance systemic separate expected response effect tissue removed procedure "
    "method side system neurologic bleeding deficit deficits acid base speech stable muscles "
    "enzyme enzymes clotting circulation".split()
)


def no_payment_words(query: QueryDraft, _: Texts) -> Iterator[str]:
    """Nothing that the provider sees speaks of payment, severity scores, quality or audits."""
    for text in (query.title, query.question, *query.options):
        for found in _PAYMENT.finditer(text):
            word = found[0]
            if word.lower() in _CAPITALS_ONLY and word.lower() != "paid" and not word.isupper():
                continue
            yield f'"{word}" speaks of payment, scores or audits'


def no_leading_words(query: QueryDraft, _: Texts) -> Iterator[str]:
    """The question asks; it does not say what to answer."""
    for text in (query.title, query.question):
        for found in _LEADING.finditer(text):
            yield f'"{found[0]}" leads to an answer'


def title_names_no_new_diagnosis(query: QueryDraft, _: Texts) -> Iterator[str]:
    """The title names no diagnosis that is only among the answers."""
    for word in _new_words(query, query.title):
        yield f'the title says "{word}", which is an answer and not documented'


def question_names_no_new_diagnosis(query: QueryDraft, _: Texts) -> Iterator[str]:
    """The question names no diagnosis that is only among the answers."""
    for word in _new_words(query, query.question):
        yield f'the question says "{word}", which is an answer and not documented'


def one_question(query: QueryDraft, _: Texts) -> Iterator[str]:
    """A query asks one clear question."""
    text = query.question.strip()
    if not text:
        yield "there is no question"
    elif text.count("?") > 1:
        yield "there is more than one question"


def _new_words(query: QueryDraft, text: str) -> list[str]:
    """Words of answers that the text uses although the record has not documented them."""
    known = " ".join((*query.documented, *(span.text for span in query.indicators))).lower()
    answers = {
        word
        for option in query.options
        for word in _WORD.findall(option.lower().partition("(")[0])
        if word not in _NO_DIAGNOSIS and word not in known
    }
    return sorted((answers & set(_WORD.findall(text.lower()))) | _initials(query, text, known))


def _initials(query: QueryDraft, text: str, known: str) -> set[str]:
    """Abbreviations of answers: `AKI` says what the answer `Acute kidney injury` says."""
    phrases = (option.partition("(")[0].split() for option in query.options)
    short = {"".join(word[0] for word in phrase).upper() for phrase in phrases if len(phrase) > 1}
    written = {word for word in _CAPITALS.findall(text) if word.lower() not in known.split()}
    return short & written
