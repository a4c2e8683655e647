"""Writes the generated pages and schemas of the documentation, or checks that they are current.

`docs/generate.py` writes; `docs/generate.py --check` compares and exits 1 with the stale pages.
"""

import sys
from pathlib import Path

import click
import msgspec

from codeward.adapters.follow_up import TimelineEntry
from codeward.adapters.ledger_documentation import ledger_page
from codeward.cli.application import COMMANDS, LazyGroup, application
from codeward.cli.codesets_commands import ListedRelease
from codeward.cli.evaluate_command import EvaluateReport
from codeward.cli.follow_up_commands import UnmatchedReport
from codeward.cli.import_command import ImportReport
from codeward.cli.remittance_command import RemittanceReport
from codeward.cli.reports import ClaimReport, CodeReport, EditReport
from codeward.cli.transmit_commands import StatusReport
from codeward.cli.x12_commands import ValidateReport
from codeward.codesets.description import CodeDescription
from codeward.codesets.impact import ImpactReport
from codeward.codesets.index_lookup import Place
from codeward.codesets.list_description import ListedCode
from codeward.codesets.pcs_guide import PcsStep
from codeward.codesets.search import Hit
from codeward.coding.rules.documentation import coding_rules_page
from codeward.coding.topics.documentation import topics_page
from codeward.demo.documentation import sample_charts_page
from codeward.edits.documentation import edit_pages
from codeward.formats.x12.documentation import rules_page
from codeward.model import Encounter, Grouping
from codeward.remittance import AppealPacket, DeniedClaim, RejectedClaim
from codeward.review import diagram
from codeward.review.query_documentation import query_rules_page
from codeward.safeguards.access.documentation import access_page
from codeward.safeguards.ledger import Accounting

DOCS = Path(__file__).parent
SCHEMAS = {
    "encounter": Encounter,
    "code": CodeReport,
    "edit": EditReport,
    "group": Grouping,
    "x12-validate": ValidateReport,
    "remittance": tuple[RemittanceReport, ...],
    "appeal": AppealPacket,
    "evaluate": EvaluateReport,
    "show": CodeDescription,
    "show-list": ListedCode,
    "pcs": PcsStep,
    "claim": ClaimReport,
    "codesets-list": list[ListedRelease],
    "codesets-import": ImportReport,
    "codesets-impact": ImpactReport,
    "search": list[Hit],
    "index": Place,
    "transmit-status": StatusReport,
    "ledger-disclosures": Accounting,
    "transmit-unmatched": UnmatchedReport,
    "transmit-rejected": tuple[RejectedClaim, ...],
    "transmit-denied": tuple[DeniedClaim, ...],
    "transmit-timeline": tuple[TimelineEntry, ...],
}


def main() -> None:
    """Write or check every generated file."""
    check = "--check" in sys.argv[1:]
    pages = generated_pages()
    stale = [name for name, text in sorted(pages.items()) if _differs(name, text)]
    stale += sorted(_orphans(pages))
    if check and stale:
        sys.exit("Generated pages are stale; run `make docs`:\n  " + "\n  ".join(stale))
    for name in stale:
        _write(name, pages.get(name))
    click.echo(f"{len(pages)} generated pages, {len(stale)} were stale")


def generated_pages() -> dict[str, str]:
    """Every generated file by its path below docs/."""
    pages = {"reference/command-line.md": command_line_page()}
    pages["reference/sample-charts.md"] = sample_charts_page()
    pages["reference/encounter-states.md"] = diagram()
    pages["reference/x12-rules.md"] = rules_page()
    pages["reference/ledger.md"] = ledger_page()
    pages["reference/query-rules.md"] = query_rules_page()
    pages["reference/clinical-indicators.md"] = topics_page()
    pages["reference/coding-rules.md"] = coding_rules_page()
    pages["reference/access.md"] = access_page()
    for name, text in edit_pages().items():
        pages[f"reference/edits/{name}"] = text
    for name, kind in SCHEMAS.items():
        pages[f"reference/schemas/{name}.schema.json"] = schema_text(kind)
    return pages


def schema_text(kind: object) -> str:
    """The JSON Schema of a report or file format."""
    raw = msgspec.json.encode(msgspec.json.schema(kind))
    return msgspec.json.format(raw, indent=2).decode() + "\n"


def command_line_page() -> str:
    """The help of every command, as the command prints it."""
    parts = ["# The command line\n\nGenerated from the commands themselves.\n"]
    context = click.Context(application, info_name="codeward", max_content_width=96)
    parts.append(_help("codeward", application, context))
    for name in COMMANDS:
        command = LazyGroup.get_command(application, context, name)
        if command is None:
            raise AssertionError(name)
        parts += _helps(f"codeward {name}", command, name, context)
    return "\n".join(parts)


def _helps(title: str, command: click.Command, name: str, above: click.Context) -> list[str]:
    """The help of a command and of everything below it."""
    inner = click.Context(command, info_name=name, parent=above, max_content_width=96)
    parts = [_help(title, command, inner)]
    if isinstance(command, click.Group):
        for sub in command.list_commands(inner):
            below = command.get_command(inner, sub)
            if below is None:
                raise AssertionError(sub)
            parts += _helps(f"{title} {sub}", below, sub, inner)
    return parts


def _help(title: str, command: click.Command, context: click.Context) -> str:
    return f"## {title}\n\n```text\n{command.get_help(context)}\n```\n"


def _differs(name: str, text: str) -> bool:
    path = DOCS / name
    return not path.is_file() or path.read_text(encoding="utf-8") != text


def _orphans(pages: dict[str, str]) -> set[str]:
    """Generated files on disk that nothing generates any more."""
    folders = ("reference/edits", "reference/schemas")
    found = {
        str(path.relative_to(DOCS)) for folder in folders for path in (DOCS / folder).glob("*.*")
    }
    return found - pages.keys()


def _write(name: str, text: str | None) -> None:
    path = DOCS / name
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
