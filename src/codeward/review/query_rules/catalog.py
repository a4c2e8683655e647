"""All rules of the query linter, in the order of their numbers."""

from codeward.review.query_rules import answers, indicators, wording
from codeward.review.query_rules.rule import QueryRule

QUERY_RULES: tuple[QueryRule, ...] = (
    QueryRule("QRY001", "payment", "take these words out", wording.no_payment_words),
    QueryRule("QRY002", "leading words", "ask without an answer", wording.no_leading_words),
    QueryRule(
        "QRY003", "leading title", "name the finding, not the diagnosis",
        wording.title_names_no_new_diagnosis,
    ),
    QueryRule(
        "QRY004", "leading question", "ask for the diagnosis without naming one",
        wording.question_names_no_new_diagnosis,
    ),
    QueryRule("QRY005", "one question", "ask one question", wording.one_question),
    QueryRule("QRY010", "other", 'add "Other (please specify)"', answers.other_is_offered),
    QueryRule("QRY011", "unable", 'add "Unable to determine"', answers.unable_is_offered),
    QueryRule(
        "QRY012", "real choices", "offer two or more answers that the indicators support",
        answers.choices_are_real,
    ),
    QueryRule(
        "QRY013", "yes or no", "ask an open question or offer choices",
        answers.yes_no_establishes_nothing,
    ),
    QueryRule(
        "QRY014", "format", "choose the format that the answers have",
        answers.answer_changes_something,
    ),
    QueryRule("QRY020", "indicators", "quote what raises the question", indicators.has_indicators),
    QueryRule(
        "QRY021", "verbatim", "quote the document again from its text",
        indicators.quotes_are_verbatim,
    ),
    QueryRule("QRY022", "twice", "quote each place once", indicators.none_is_quoted_twice),
)  # fmt: skip
