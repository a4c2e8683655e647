"""Diabetes: type, complications by the `with` convention, control, drugs."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Add, Ask, Before, Change, Drop, Replace, Rule
from codeward.coding.rules.support import add_at, add_beside

TYPES = ("E08", "E09", "E10", "E11", "E13")
_CATEGORY = 3

# What the Index lists under "Diabetes ... with": the ending, and whether the condition keeps a code
# of its own because the combination code asks for it.
WITH: tuple[tuple[tuple[str, ...], str, bool], ...] = (
    (("N18",), "22", True),
    (("L974", "L975", "L973"), "621", True),
    (("L972", "L979", "L971", "L978", "L984", "L97"), "622", True),
    (("K3184",), "43", True),
    (("I96",), "52", False),
    (("I739",), "51", False),
    (("G629", "G609"), "42", False),
    (("H36",), "319", False),
    (("H259", "H269", "H25", "H2610"), "36", False),
    (("M146", "M1460"), "610", False),
    (("M869", "M86"), "69", True),
    (("R739",), "65", False),
    (("E162",), "649", False),
    (("E15",), "641", False),
)
_FOOT = frozenset(("foot", "feet", "heel", "toe", "toes", "ankle", "plantar"))


def diabetes_of(case: Case) -> Candidate | None:
    """The diabetes of the case that decides the type; a stated type goes before the default."""
    found = case.starting(*TYPES)
    stated = [one for one in found if not one.code.startswith("E11")]
    return next(iter((*stated, *found)), None)


def type_changes(case: Case) -> Iterator[Change]:
    """Settle on one type of diabetes.

    What it does: where another type is stated, codes of the default type 2 take that type.
    Why: I.C.4.a.2: type 2 is the default only where no type is documented.
    What it does not do: two stated types stay for a query.
    """
    main = diabetes_of(case)
    if main is None or main.code.startswith("E11"):
        return
    yield from _conflicting(case, main)
    for other in case.starting("E11"):
        moved = main.code[:_CATEGORY] + other.code[_CATEGORY:]
        if other.code == "E119" or not case.book.knows(moved):
            yield Drop(other.code)
        else:
            yield Replace(other.code, moved)


def _conflicting(case: Case, main: Candidate) -> Iterator[Change]:
    """Ask which type it is where the chart states type 2 as well as type 1."""
    if not main.code.startswith("E10"):
        return
    for other in case.starting("E11"):
        spoken = other.evidence[0].text.lower()
        if any(name in spoken for name in _TYPE_TWO):
            yield Ask("type of diabetes", other.evidence[0])
            return


_TYPE_TWO = ("type 2", "type ii", "t2dm", "dm2", "t2 dm")


def with_changes(case: Case) -> Iterator[Change]:
    """Presume the link between diabetes and the conditions the Index lists under `with`.

    What it does: the diabetes code becomes the combination code; several complications give
    several codes; the condition itself is kept only where the combination asks for it.
    Why: I.A.15 and I.C.4.a: the classification presumes the causal relationship.
    What it does not do: a stated other cause, or `not due to diabetes`, breaks the link.
    """
    main = diabetes_of(case)
    if main is None or case.has("O24"):
        return
    kind = main.code[:_CATEGORY]
    plain = next(iter(case.starting(kind + "9")), None)
    linked = False
    for condition in case.candidates:
        ending = next((entry for entry in WITH if condition.code.startswith(entry[0])), None)
        if ending is None or condition.code.startswith(TYPES) or _other_cause(case, condition):
            continue
        _, suffix, keeps = ending
        code = kind + suffix
        if not case.book.knows(code):
            continue
        linked = True
        if case.has(code):
            pass
        elif plain is not None:
            yield Add(code, (*plain.evidence, *condition.evidence), plain.line, plain.place)
        else:
            yield Add(code, (*main.evidence, *condition.evidence), main.line, main.place + 0.01)
        if keeps:
            yield Before(code, condition.code)
        else:
            yield Drop(condition.code)
    complicated = [one for one in case.starting(kind) if not one.code.startswith(kind + "9")]
    if plain is not None and (linked or complicated):
        yield Drop(plain.code)
    if case.has("I96"):
        yield Drop(kind + "51")


def _other_cause(case: Case, condition: Candidate) -> bool:
    """Whether the text names another cause than diabetes for the condition."""
    mention = case.mentioned("unrelated", line=condition.line)
    if mention is None:
        return False
    words = case.line(condition.line).words[mention.last : mention.last + 4]
    return any(word.word.startswith("diabet") for word in words)


def control_changes(case: Case) -> Iterator[Change]:
    """Code poor control as hyperglycemia.

    What it does: poorly controlled, out of control and inadequately controlled go to the code
    with hyperglycemia.
    Why: the Index entries of those words under Diabetes.
    What it does not do: `uncontrolled` alone does not say in which direction; that is a query.
    """
    main = diabetes_of(case)
    if main is None:
        return
    mention = case.said("hyperglycemia_words", line=main.line)
    code = main.code[:_CATEGORY] + "65"
    if mention is None or case.has(code):
        return
    plain = main.code[:_CATEGORY] + "9"
    if main.code == plain:
        yield Replace(plain, code, (mention.span,))
    else:
        yield add_beside(main, code, mention)


def drug_changes(case: Case) -> Iterator[Change]:
    """Add the long-term use of insulin, oral and injectable antidiabetic drugs, each that applies.

    Why: I.C.4.a.3.
    What it does not do: insulin is not added to type 1 (it is part of the disease) nor to
    gestational diabetes (I.C.15.i); one dose to correct a high glucose is not long-term use.
    """
    main = diabetes_of(case)
    if main is None or main.code.startswith("E10") or case.has("O244"):
        if case.has("E10", "O244") and case.has("Z794", "Z7984"):
            yield Drop("Z794")
            yield Drop("Z7984")
        return
    for concept, code in _DRUGS:
        mention = case.said(concept)
        if mention is not None and not case.has(code):
            added = add_at(case, mention, code)
            yield Add(code, added.evidence, added.line, max(added.place, main.place + 0.2))


_DRUGS = (
    ("insulin", "Z794"),
    ("oral_hypoglycemic", "Z7984"),
    ("injectable_antidiabetic", "Z7985"),
)

_PANCREAS = ("K86", "C25", "E84", "E24", "E22", "E83", "K85", "P70")


def underlying_changes(case: Case) -> Iterator[Change]:
    """Code diabetes that another disease causes after that disease.

    What it does: secondary diabetes said to be due to a disease becomes diabetes due to an
    underlying condition; after removal of the pancreas the loss of the gland comes first.
    Why: I.C.4.a.6 and the `code first` note at E08.
    What it does not do: drugs have a category of their own, which the adverse effect follows.
    """
    for diabetes in case.starting("E13", "E11"):
        words = {word.word for word in case.line(diabetes.line).words}
        if diabetes.code.startswith("E11") and "type" in words:
            continue
        if words & _REMOVALS:
            yield from _after_removal(case, diabetes)
            continue
        for cause in case.starting(*_PANCREAS):
            if cause.line == diabetes.line and words & _CAUSED:
                code = "E08" + diabetes.code[_CATEGORY:]
                yield Replace(diabetes.code, code, cause.evidence)
                yield Before(cause.code, code)
    for diabetes in case.starting("E08"):
        for cause in case.starting(*_PANCREAS):
            yield Before(cause.code, diabetes.code)


_REMOVALS = frozenset(("pancreatectomy", "postpancreatectomy"))
_CAUSED = frozenset(("due", "secondary", "from", "caused"))


def _after_removal(case: Case, diabetes: Candidate) -> Iterator[Change]:
    """Diabetes after removal of the pancreas (I.C.4.a.6.b.i)."""
    code = "E13" + diabetes.code[_CATEGORY:]
    if code != diabetes.code:
        yield Replace(diabetes.code, code)
    yield add_beside(diabetes, "E891", after=False)
    if not case.has("Z9041"):
        yield add_beside(diabetes, "Z90410")
    yield Before("E891", code)
    yield Before(code, "Z9041")


UNDERLYING = Rule("diabetes-secondary", "I.C.4.a.6", underlying_changes)
TYPE = Rule("diabetes-type", "I.C.4.a.2", type_changes)
WITH_CONVENTION = Rule("diabetes-with", "I.A.15; I.C.4.a", with_changes)
CONTROL = Rule("diabetes-poorly-controlled", "I.C.4.a", control_changes)
DRUGS = Rule("diabetes-drugs", "I.C.4.a.3", drug_changes)
