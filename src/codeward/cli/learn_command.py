"""`codeward learn`: coded charts in, the learned file out."""

from datetime import date
from pathlib import Path

import click

from codeward.adapters.corpus_folder import read_corpus
from codeward.adapters.durable_files import write_whole
from codeward.cli.options import date_option, open_releases
from codeward.coding.learning import Learned, LearnedFileError

CORPUS_DAY = date(2026, 4, 1)
"""The day of the releases under which a corpus is read where none is given: replay needs one."""


@click.command()
@click.argument(
    "folders",
    metavar="FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The learned file to write.",
)
@date_option
def learn(folders: tuple[Path, ...], output: Path, day: date | None) -> None:
    """Learn phrases and their precision from folders of coded charts.

    The same charts under the same releases give the same bytes.
    """
    from codeward.coding.learning.learn import learn as learned_from  # noqa: PLC0415 - loads scipy

    examples = [one for folder in folders for one in read_corpus(folder)]
    artefact = learned_from(
        examples, open_releases(day or CORPUS_DAY), lambda step: click.echo(step, err=True)
    )
    write_whole(output.absolute(), artefact)
    opened = Learned(artefact)
    click.echo(f"{output}: {opened.id.id}, {len(examples)} charts")
    for system, part in opened.content.systems.items():
        f1 = part.measured.f1
        click.echo(f"  {system.value}: {len(part.phrases)} phrases, cross-validated F1 {f1:.3f}")
        for one in part.measured.reliability:
            told = f"{one.codes:>7} codes of probability {one.predicted:.2f}"
            click.echo(f"    {told}: {one.right:.2f} right")


def open_learned(path: str) -> Learned:
    """The learned file at a path.

    Raises:
        LearnedFileError: it cannot be read or is none.
    """
    try:
        return Learned(Path(path).read_bytes())
    except OSError as error:
        raise LearnedFileError(f"{path}: cannot be read ({error.strerror})") from None
    except LearnedFileError as error:
        raise LearnedFileError(f"{path}: {error}") from None
