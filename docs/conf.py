"""Sphinx settings: plain Markdown through MyST, the furo theme."""

project = "Codeward"
author = "The Codeward maintainers"
copyright = "The Codeward maintainers"  # noqa: A001 - the name that Sphinx asks for
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Codeward"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]
