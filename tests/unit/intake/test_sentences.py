"""Sentences: clinical punctuation, lists, wrapped lines, exact offsets."""

from codeward.intake import read
from codeward.model import Document


def split(text):
    chart = read([Document(id="n", text=text)])
    return [text[one.start : one.end] for one in chart.sentences]


def test_a_full_stop_before_a_blank_ends_a_sentence():
    assert split("Has gout. Denies fever.") == ["Has gout.", "Denies fever."]


def test_abbreviations_and_initials_end_no_sentence():
    assert split("Seen by Dr. Lee for E. coli sepsis vs. pyelonephritis.") == [
        "Seen by Dr. Lee for E. coli sepsis vs. pyelonephritis."
    ]


def test_a_letter_at_the_end_of_a_sentence_ends_it():
    assert split("Chronic hepatitis B. No cirrhosis.") == ["Chronic hepatitis B.", "No cirrhosis."]


def test_decimals_stay_whole():
    assert split("Potassium 3.1 today. BMI 42.3.") == ["Potassium 3.1 today.", "BMI 42.3."]


def test_a_semicolon_separates_statements():
    assert split("no fever; has cough") == ["no fever;", "has cough"]


def test_list_items_lose_their_marker_and_are_marked_as_items():
    text = "1. Gout\n2) Asthma\n- COPD\n• Anemia"
    chart = read([Document(id="n", text=text)])
    assert [text[one.start : one.end] for one in chart.sentences] == [
        "Gout",
        "Asthma",
        "COPD",
        "Anemia",
    ]
    assert all(one.item for one in chart.sentences)


def test_a_line_broken_by_the_width_of_the_page_goes_on():
    text = "The patient was admitted with pneumonia of the left lower\nlobe and improved."
    assert split(text) == [text]


def test_short_lines_do_not_run_together():
    assert split("Gout\nasthma") == ["Gout", "asthma"]


def test_a_blank_line_ends_a_sentence_in_any_line_end_style():
    first = "A line that is long enough to look as if it were wrapped by an editor"
    for gap in ("\n\n", "\r\n\r\n", "\r\r"):
        assert split(f"{first}{gap}and more") == [first, "and more"]
