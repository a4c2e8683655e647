"""The command group, and the one place where an error becomes a line and an exit code."""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from codeward import __version__
from codeward.model import CodewardError

# Command -> where it lives. A command's module is imported when the command is called.
COMMANDS = {
    "code": "codeward.cli.code_command:code",
    "search": "codeward.cli.search_command:search",
    "show": "codeward.cli.show_command:show",
    "pcs": "codeward.cli.pcs_command:pcs",
    "index": "codeward.cli.encoder_commands:index",
    "neoplasm": "codeward.cli.encoder_commands:neoplasm",
    "drug": "codeward.cli.encoder_commands:drug",
    "query": "codeward.cli.query_command:query",
    "edit": "codeward.cli.edit_command:edit",
    "group": "codeward.cli.group_command:group",
    "claim": "codeward.cli.claim_command:claim",
    "remittance": "codeward.cli.appeal_command:remittance",
    "codesets": "codeward.cli.codesets_commands:codesets",
    "transmit": "codeward.cli.follow_up_commands:transmit",
    "partners": "codeward.cli.transmit_commands:partners",
    "payer-simulator": "codeward.cli.payer_simulator_command:payer_simulator",
    "ledger": "codeward.cli.ledger_commands:ledger",
    "x12": "codeward.cli.x12_commands:x12",
    "learn": "codeward.cli.learn_command:learn",
    "evaluate": "codeward.cli.evaluate_command:evaluate",
    "demo": "codeward.cli.demo_command:demo",
    # Of the extra `server`.
    "serve": "codeward_server.commands:serve",
    "server": "codeward_server.commands:server",
}

EXIT_REFUSED = 1
EXIT_BAD_INPUT = 2
EXIT_INTERNAL = 70


class LazyGroup(click.Group):
    """A group that knows the names of its commands and imports one when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of an encounter's way, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of that name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="codeward")
def application() -> None:
    """From a clinical note to evidence-backed codes, edits, a DRG and an X12 claim.

    Codeward suggests; a person decides.

    Exit codes: 0 done, 1 refused or not found, 2 bad input or usage.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process; errors are one line on stderr, no traceback."""
    try:
        # A command that ends early gives its exit code back; all others give None.
        ended = application(args=arguments, prog_name="codeward", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("codeward: interrupted", err=True)
        sys.exit(130)
    except CodewardError as error:
        click.echo(f"codeward: {error}", err=True)
        sys.exit(EXIT_BAD_INPUT)
    except OSError as error:
        click.echo(f"codeward: {_system_error(error)}", err=True)
        sys.exit(EXIT_BAD_INPUT)
    except Exception as error:  # noqa: BLE001 - the last resort: a defect, said without chart text
        click.echo(f"codeward: {_defect(error)}", err=True)
        sys.exit(EXIT_INTERNAL)
    sys.exit(ended or 0)


def _system_error(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or type(error).__name__}{where}"


def _defect(error: Exception) -> str:
    """Where the defect is. Its text is left out: it could quote a chart."""
    if os.environ.get("CODEWARD_TRACEBACK") == "1":
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return (
        f"internal error, {type(error).__name__} at {place}; nothing was written. "
        "Please report this line; CODEWARD_TRACEBACK=1 shows more, possibly with chart text."
    )
