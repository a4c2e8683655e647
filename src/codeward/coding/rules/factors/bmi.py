"""Body mass index: coded from any clinician's note, only beside the provider's diagnosis."""

from collections.abc import Iterator

from codeward.coding.book import Book
from codeward.coding.case import Case
from codeward.coding.rules.rule import Add, Before, Change, Drop, Rule
from codeward.coding.rules.support import add_at, number_after
from codeward.model.chart import SectionKind

_WEIGHT = ("E66", "E43", "E44", "E45", "E46", "R634", "R635", "R636", "R64", "E41", "F50")
_ADULT = 20
_UNDERWEIGHT, _LOW, _HIGH = 18.5, 20.0, 40.0
_BANDS = ((70.0, "Z6845"), (60.0, "Z6844"), (50.0, "Z6843"), (45.0, "Z6842"), (40.0, "Z6841"))


def changes(case: Case) -> Iterator[Change]:
    """Add the body mass index where a weight diagnosis stands.

    Why: I.B.14: the index may come from a dietitian or nurse, the diagnosis must be the provider's.
    What it does not do: children and pregnant patients get none; a number makes no diagnosis.
    """
    for bare in case.starting("Z68"):
        yield Drop(bare.code)
    weights = [one for one in case.starting(*_WEIGHT) if one.section is not SectionKind.NURSING]
    if not weights or case.has("O") or (case.age is not None and case.age < _ADULT):
        return
    for mention in case.all_said("bmi_word"):
        value = number_after(case, mention)
        if value is not None:
            code = code_of(value, case.book)
            added = add_at(case, mention, code)
            yield Add(code, added.evidence, added.line, max(added.place, weights[0].place + 0.1))
            yield Before(weights[0].code, code)
            return


def code_of(value: float, book: Book) -> str:
    """The code of an adult's index, in kg/m2; since fiscal year 2027 the lowest band has two."""
    if value < _LOW:
        below = "Z6818" if value < _UNDERWEIGHT else "Z6819"
        return below if book.is_billable(below) else "Z681"
    if value >= _HIGH:
        return next(code for limit, code in _BANDS if value >= limit)
    return f"Z68{int(value)}"


RULE = Rule("bmi-other-clinician", "I.B.14", changes)
