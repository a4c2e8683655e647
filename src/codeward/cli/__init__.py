"""The `codeward` command; a subcommand is loaded when it is called, so that it starts fast."""

from codeward.cli.application import main

__all__ = ["main"]
