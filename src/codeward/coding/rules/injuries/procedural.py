"""Complications of procedures: bleeding, hematoma, seroma and puncture by body system."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.mentions import Line
from codeward.coding.rules.rule import Change, Drop, Lead, Rule
from codeward.coding.rules.support import add_at

# System of the procedure, by the words that name it.
_PROCEDURES = {
    "digestive": "appendectomy colectomy hemicolectomy cholecystectomy colonoscopy polypectomy "
    "gastrectomy hemorrhoidectomy ercp egd sigmoidectomy ileostomy colostomy esophagectomy "
    "pancreatectomy hepatectomy fundoplication sphincterotomy",
    "genitourinary": "hysterectomy prostatectomy turp nephrectomy cystectomy cystoscopy "
    "oophorectomy myomectomy salpingectomy circumcision orchiectomy lithotripsy",
    "respiratory": "tonsillectomy adenoidectomy thoracotomy bronchoscopy thoracentesis "
    "tracheostomy pneumonectomy septoplasty lobectomy",
    "circulatory": "cabg endarterectomy angioplasty catheterization valve embolectomy",
    "musculoskeletal": "arthroplasty arthroscopy fusion meniscectomy orif replacement",
    "endocrine": "thyroidectomy parathyroidectomy adrenalectomy",
    "nervous": "craniotomy laminectomy discectomy craniectomy",
    "spleen": "splenectomy",
}
# System of what was pierced.
_ORGANS = {
    "digestive": "colon bowel intestine stomach liver rectum esophagus gallbladder duodenum",
    "genitourinary": "bladder ureter uterus vagina kidney ovary urethra",
    "circulatory": "artery vein vessel aorta heart",
    "respiratory": "lung pleura trachea bronchus",
    "spleen": "spleen",
}
# For each kind and system the code after a procedure of that system, and after another one.
_CODES = {
    "hemorrhage": {
        "digestive": ("K91840", "K91841"),
        "genitourinary": ("N99820", "N99821"),
        "respiratory": ("J95830", "J95831"),
        "circulatory": ("I97618", "I97620"),
        "musculoskeletal": ("M96830", "M96831"),
        "endocrine": ("E89810", "E89811"),
        "nervous": ("G9751", "G9752"),
        "spleen": ("D7821", "D7822"),
    },
    "hematoma": {
        "digestive": ("K91870", "K91871"),
        "genitourinary": ("N99840", "N99841"),
        "respiratory": ("J95860", "J95861"),
        "circulatory": ("I97638", "I97621"),
        "musculoskeletal": ("M96840", "M96841"),
        "endocrine": ("E89820", "E89821"),
        "nervous": ("G9761", "G9762"),
        "spleen": ("D7831", "D7832"),
    },
    "seroma": {
        "digestive": ("K91872", "K91873"),
        "genitourinary": ("N99842", "N99843"),
        "respiratory": ("J95862", "J95863"),
        "circulatory": ("I97648", "I97622"),
        "musculoskeletal": ("M96842", "M96843"),
        "endocrine": ("E89822", "E89823"),
        "nervous": ("G9763", "G9764"),
        "spleen": ("D7833", "D7834"),
    },
    "puncture": {
        "digestive": ("K9171", "K9172"),
        "genitourinary": ("N9971", "N9972"),
        "respiratory": ("J9571", "J9572"),
        "circulatory": ("I9751", "I9752"),
        "spleen": ("D7811", "D7812"),
    },
}
_KINDS = {"hemorrhage": "hemorrhage", "bleeding": "hemorrhage", "hematoma": "hematoma",
          "seroma": "seroma", "puncture": "puncture", "laceration": "puncture",
          "perforation": "puncture"}  # fmt: skip
_AFTER = frozenset(("after", "following", "postoperative", "postprocedural", "postop"))
_CARDIAC = {"I97618": "I97610", "I97638": "I97630", "I97648": "I97640"}


def changes(case: Case) -> Iterator[Change]:
    """Code bleeding, hematoma or seroma after a procedure, and an accidental puncture during one.

    What it does: the procedure named in the line gives the body system; a puncture goes by the
    organ, and by whether the procedure was of the same system.
    Why: I.B.16 and I.C.19.g.4: the provider states the relationship; within the body system.
    What it does not do: without the words for after, or accidental and during, nothing is coded;
    obstetric complications stay in chapter 15.
    """
    if case.has("O"):
        return
    for line in case.reading.lines:
        words = [word.word for word in line.words]
        if _KINDS.keys().isdisjoint(words):
            continue
        procedure = _system(words, _PROCEDURES)
        if procedure is None:
            continue
        for place, word in enumerate(words):
            code = _code(_KINDS.get(word, ""), words, procedure)
            mention = case.mention_at(line.number, place, place + 1)
            if code is None or not case.book.is_billable(code) or case.has(code):
                continue
            if mention.assertion.is_affirmed:
                yield from _integral(case, line)
                yield add_at(case, mention, code)
                yield Lead(code)
                return


def _code(kind: str, words: list[str], procedure: str) -> str | None:
    if not kind:
        return None
    if kind == "puncture":
        organ = _system(words, _ORGANS)
        if organ is None or "accidental" not in words or "during" not in words:
            return None
        same, other = _CODES[kind].get(organ, ("", ""))
        return (same if organ == procedure else other) or None
    if not _AFTER & set(words):
        return None
    code = _CODES[kind][procedure][0]
    return _CARDIAC.get(code, code) if {"cardiac", "catheterization"} <= set(words) else code


def _system(words: list[str], table: dict[str, str]) -> str | None:
    for system, names in table.items():
        if set(names.split()) & set(words):
            return system
    return None


def _integral(case: Case, line: Line) -> Iterator[Change]:
    """What the words alone mean is in the code of the complication."""
    for other in case.starting("R58", "T888", "K922", "S3", "L7632"):
        if other.line == line.number:
            yield Drop(other.code)


RULE = Rule("complication-of-procedure", "I.B.16; I.C.19.g", changes)
