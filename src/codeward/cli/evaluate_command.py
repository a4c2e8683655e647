"""`codeward evaluate`: precision, recall and F1 of the coding of a folder of coded charts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click
import msgspec

from codeward.adapters.corpus_folder import read_corpus
from codeward.cli.learn_command import CORPUS_DAY, open_learned
from codeward.cli.options import date_option, json_option, open_releases
from codeward.cli.output import print_json
from codeward.coding.learning.comparing import compare
from codeward.coding.learning.evaluation import Evaluation
from codeward.model import System


class EvaluateReport(msgspec.Struct, frozen=True):
    """What `codeward evaluate --json` prints."""

    diagnoses: Evaluation
    procedures: Evaluation
    assertion: bool
    releases: Mapping[str, str]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--learned", "learned_file", metavar="FILE", help="What `codeward learn` wrote.")
@click.option(
    "--no-assertion",
    is_flag=True,
    help="Count negated and family mentions as well, as some corpora do.",
)
@date_option
@json_option
def evaluate(
    folder: Path, learned_file: str | None, day: date | None, *, no_assertion: bool, as_json: bool
) -> None:
    """Compare the codes found in coded charts with those that people gave them.

    FOLDER holds text files and lists of codes in the form of CodiEsp, or exported decisions.
    Codes of other years are compared as the code in force. Every mention counts, as corpora
    annotate mentions and not encounters; wrong codes and missed codes weigh the same.
    """
    on = open_releases(day or CORPUS_DAY)
    learned = open_learned(learned_file) if learned_file else None
    found = compare(read_corpus(folder), on, learned, filtered=not no_assertion)
    ids = {name: one.id for name, one in on.ids.items()}
    report = EvaluateReport(
        diagnoses=found[System.ICD10CM],
        procedures=found[System.ICD10PCS],
        assertion=not no_assertion,
        releases=ids | ({"learned": learned.id.id} if learned else {}),
    )
    if as_json:
        print_json(report)
        return
    for name, one in (("diagnoses", report.diagnoses), ("procedures", report.procedures)):
        click.echo(_line(name, one))


def _line(name: str, one: Evaluation) -> str:
    micro = one.micro
    interval = "" if micro.f1_low is None else f" ({micro.f1_low:.3f} to {micro.f1_high:.3f})"
    return (
        f"{name}: {one.charts} charts, precision {micro.precision:.3f}, recall {micro.recall:.3f}, "
        f"F1 {micro.f1:.3f}{interval}, {one.noise_per_note:.1f} wrong codes a chart, "
        f"F1 of three characters {one.category.f1:.3f}"
    )
