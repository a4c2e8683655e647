"""`python -m codeward` is the `codeward` command."""

from codeward.cli import main

main()
