"""How commands print: one JSON form, and tables that read well in a terminal."""

import textwrap

import click
import msgspec

from codeward.model import EvidenceSpan, Finding, Grouping, Suggestion, System
from codeward.model.evaluation_and_management import EvaluationAndManagement
from codeward.model.system import display_code

WIDTH = 100
_SEVERITY_MARK = {"reject": "REJECT", "warn": "warn", "inform": "note"}


def print_json(value: object) -> None:
    """Print a value as JSON, keys in the order of the contract."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_suggestions(suggestions: tuple[Suggestion, ...]) -> None:
    """Print each code with what supports it and the way that led to it."""
    if not suggestions:
        click.echo("  nothing suggested")
    for suggestion in suggestions:
        shown = display_code(suggestion.system, suggestion.code)
        click.echo(f"  {suggestion.sequence:>2}. {shown:<9} {suggestion.title}")
        click.echo(f"      {suggestion.system.value}, confidence {suggestion.confidence:.2f}")
        if suggestion.units is not None:
            modifiers = "".join(f", modifier {one}" for one in suggestion.modifiers)
            click.echo(f"      units {suggestion.units}{modifiers}")
        for span in suggestion.evidence:
            click.echo(f"      {_quote(span)}")
        click.echo(_wrapped("way: ", _path(suggestion)))
        if suggestion.needs:
            click.echo(_wrapped("needs: ", "; ".join(suggestion.needs)))


def print_visit(visit: EvaluationAndManagement) -> None:
    """Print the level of a visit element by element, each with what supports it."""
    against = f"; billed {visit.billed} ({visit.comparison})" if visit.billed else ""
    basis = f" by {visit.basis}" if visit.basis else ""
    click.echo(f"  {visit.family}: supports {visit.supported or 'no level'}{basis}{against}")
    for element in visit.elements:
        click.echo(f"      {element.name}: {element.level.name.lower()}")
        for reason in element.reasons:
            for span in reason.evidence:
                click.echo(_wrapped(f"{reason.text}: ", _quote(span), "        "))
    time = f"{visit.minutes} minutes ({visit.time_code or 'no level'})" if visit.minutes else "none"
    click.echo(f"      time: {time}")
    for note in (*visit.needs, *((visit.prolonged,) if visit.prolonged else ())):
        click.echo(_wrapped("note: ", note))


def print_findings(findings: tuple[Finding, ...], *, to_stderr: bool = False) -> None:
    """Print findings, the heaviest first, each with its way out."""
    if not findings:
        click.echo("  no finding", err=to_stderr)
    for finding in findings:
        line = f"line {finding.line}" if finding.line else "encounter"
        mark = _SEVERITY_MARK[finding.severity.value]
        lead = f"{mark:<6} {finding.edit} {finding.code or line}: "
        click.echo(_wrapped(lead, finding.message, "  "), err=to_stderr)
        if finding.way_out:
            click.echo(_wrapped("what to do: ", finding.way_out), err=to_stderr)


def print_grouping(grouping: Grouping | None) -> None:
    """Print a DRG with what drove it, or that there is none."""
    if grouping is None:
        click.echo("  no DRG")
        return
    weight = f"weight {grouping.weight}" if grouping.weight else "no published weight"
    click.echo(f"  MS-DRG {grouping.drg} {grouping.title}")
    click.echo(f"  MDC {grouping.mdc} {grouping.mdc_title}; grouper {grouping.version}; {weight}")
    for effect in grouping.effects:
        if effect.counted:
            system = System.ICD10PCS if effect.severity is None else System.ICD10CM
            level = f" ({effect.severity})" if effect.severity else ""
            click.echo(f"      {display_code(system, effect.code):<9}{level} {effect.note}")


def _quote(span: EvidenceSpan) -> str:
    flat = " ".join(span.text.split())
    return f'"{textwrap.shorten(flat, 70, placeholder=" ...")}"  {span.document}:{span.start}'


def _path(suggestion: Suggestion) -> str:
    steps = [f"{step.step} {step.detail}" for step in suggestion.path]
    decided = suggestion.guideline
    if decided and not any(step.detail.startswith(decided) for step in suggestion.path):
        steps.append(f"guideline {decided}")
    return " > ".join(steps)


def _wrapped(lead: str, text: str, margin: str = "      ") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=margin + lead,
        subsequent_indent=margin + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
