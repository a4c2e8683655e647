"""Writes the documentation page of every edit, and their index, from catalogue and docstrings."""

from collections.abc import Mapping

from codeward.edits.cases import Case, cases_of
from codeward.edits.catalog import EDITS
from codeward.edits.edit import HEADINGS, Edit, sections
from codeward.model import Span

SOURCES = {
    "ENC": "The encounter as a whole",
    "ICD": "ICD-10-CM",
    "LIN": "Service lines",
    "MCE": "Medicare Code Editor",
    "PCS": "ICD-10-PCS",
}
INDEX = "index.md"


def edit_pages() -> Mapping[str, str]:
    """File name to Markdown: `index.md` and one page for each edit, such as `icd001.md`."""
    return {INDEX: index_page()} | {file_name(edit): page(edit) for edit in EDITS}


def file_name(edit: Edit) -> str:
    """The file of an edit's page."""
    return f"{edit.code.lower()}.md"


def index_page() -> str:
    """All edits by source, with severity, and the tree that Sphinx reads."""
    lines = [
        "# Edits",
        "",
        f"{len(EDITS)} edits: `reject` forbids the claim, `warn` and `inform` ask to look.",
        "",
    ]
    for prefix, title in SOURCES.items():
        lines += [f"## {title}", "", "| edit | name | severity |", "|---|---|---|"]
        lines += [_row(edit) for edit in EDITS if edit.code.startswith(prefix)]
        lines.append("")
    files = [edit.code.lower() for edit in EDITS]
    return "\n".join([*lines, "```{toctree}", ":hidden:", "", *files, "```", ""])


def page(edit: Edit) -> str:
    """What the edit checks, why, what to do, its authority, its span and its cases."""
    text = sections(edit)
    lines = [
        f"# {edit.code} {edit.name}",
        "",
        f"**Severity** {edit.severity}. **In force** {_span(edit.in_force)}.",
        "",
        f"**Authority** {edit.authority}.",
        "",
    ]
    for heading in HEADINGS:
        lines += [f"## {heading}", "", text[heading], ""]
    lines += ["## Cases", "", "| case | date | codes | finds |", "|---|---|---|---|"]
    lines += [_case_row(case) for case in cases_of(edit)]
    return "\n".join([*lines, ""])


def _row(edit: Edit) -> str:
    return f"| [{edit.code}]({file_name(edit)}) | {edit.name} | {edit.severity} |"


def _span(span: Span) -> str:
    return f"from {span.start}" if span.end is None else f"from {span.start} until {span.end}"


def _case_row(case: Case) -> str:
    codes = (_code(item) for item in (*case.diagnoses, *case.procedures, *case.lines))
    cells = (
        case.name,
        str(case.date or "none"),
        " ".join(code for code in codes if code) or "none",
        ", ".join(case.expect) or "nothing",
    )
    return f"| {' | '.join(cells)} |"


def _code(item: str | dict[str, object]) -> str:
    return item if isinstance(item, str) else str(item.get("code", ""))
