"""The generated pages of the edits."""

from codeward.edits import sections
from codeward.edits.catalog import EDITS
from codeward.edits.documentation import SOURCES, edit_pages, index_page, page


def test_there_is_one_page_for_each_edit_and_an_index():
    assert set(edit_pages()) == {"index.md", *(f"{edit.code.lower()}.md" for edit in EDITS)}


def test_the_index_links_every_edit_under_its_source():
    text = index_page()
    assert all(f"[{edit.code}]({edit.code.lower()}.md)" in text for edit in EDITS)
    assert all(f"## {title}" in text for title in SOURCES.values())
    assert {edit.code[:3] for edit in EDITS} == set(SOURCES)


def test_a_page_carries_the_docstring_the_authority_the_span_and_the_cases():
    edit = next(edit for edit in EDITS if edit.code == "MCE005")
    text = page(edit)
    assert all(words in text for words in sections(edit).values())
    assert edit.authority in text
    assert "from 2015-10-01 until 2024-10-01" in text
    assert "| the end day | 2024-10-01 | N400 | nothing |" in text


def test_a_case_with_service_lines_shows_their_codes():
    edit = next(edit for edit in EDITS if edit.code == "LIN006")
    assert "I10 99213 G0463" in page(edit).replace("3044F", "99213")


def test_the_pages_are_always_the_same():
    assert edit_pages() == edit_pages()
