"""Anemia with a malignancy: which comes first depends on what caused it."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Before, Change, Drop, Replace, Rule
from codeward.coding.rules.support import add_at, add_beside

_CANCER = ("C",)


def changes(case: Case) -> Iterator[Change]:
    """Code anemia in neoplastic disease after the malignancy.

    Why: I.C.2.c.1.
    What it does not do: anemia that only stands beside a cancer is not linked to it.
    """
    for anemia in case.starting("D649", "D630"):
        for cancer in case.starting(*_CANCER):
            words = [word.word for word in case.line(anemia.line).words]
            linked = cancer.line == anemia.line and bool(
                {"due", "in", "secondary", "from"} & set(words)
            )
            if anemia.code == "D630" or linked:
                if anemia.code == "D649":
                    yield Replace("D649", "D630", cancer.evidence)
                yield Before(cancer.code, "D630")


def chemo_changes(case: Case) -> Iterator[Change]:
    """Code anemia and neutropenia of chemotherapy first, then the malignancy, then the drug.

    Why: I.C.2.c.2 and I.C.19.e.5.a.
    What it does not do: anemia of the tumor itself is another code.
    """
    if case.said("chemotherapy") is None:
        return
    for plain, caused in (("D649", "D6481"), ("D709", "D701")):
        for blood in case.starting(plain, caused):
            mention = case.said("chemotherapy", line=blood.line)
            words = {word.word for word in case.line(blood.line).words}
            if mention is None or not ({"due", "from", "induced", "secondary", "to"} & words):
                continue
            if blood.code == plain:
                yield Replace(plain, caused, (mention.span,))
            yield add_at(case, mention, "T451X5")
            yield Drop("D630")
            for cancer in case.starting(*_CANCER):
                yield Before(caused, cancer.code)
                yield Before(cancer.code, "T451X5")
            yield Before(caused, "T451X5")


def fever_changes(case: Case) -> Iterator[Change]:
    """Keep the fever beside a neutropenia, after it, as the note at D70 asks.

    Why: Tabular note at D70, use additional code for any associated fever.
    What it does not do: other fevers are symptoms.
    """
    for fever in case.starting("R509"):
        if case.has("D70"):
            yield Replace(fever.code, "R5081")
            for neutropenia in case.starting("D70"):
                yield Before(neutropenia.code, "R5081")
    for neutropenia in case.starting("D70"):
        if case.written(neutropenia.line) & {"fever", "febrile"} and not case.has("R509", "R5081"):
            yield add_beside(neutropenia, "R5081")


RULE = Rule("anemia-in-neoplasm", "I.C.2.c.1", changes)
CHEMO = Rule("anemia-of-chemo", "I.C.2.c.2", chemo_changes)
FEVER = Rule("neutropenic-fever", "I.A.17", fever_changes)
