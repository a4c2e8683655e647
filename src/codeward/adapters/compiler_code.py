"""Which code and data a compiled result depends on: the fingerprint that tells whether it is stale.

Found by following the imports of a module inside the package, so that no list has to be kept: a
change of the search's ranking leaves a compiled release valid, a change of its compiler does not.
"""

import ast
import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = "codeward.codesets"
# Libraries whose version may change a compiled result.
_LIBRARIES = ("PyStemmer", "lxml", "numpy", "scipy")
_CODE = ".py"


def fingerprint_of(module: str) -> str:
    """A hash over the module, all it imports from `codeward.codesets`, and the data beside them."""
    whole = hashlib.sha256()
    for library in _LIBRARIES:
        whole.update(f"{library} {version(library)}\n".encode())
    for path in sorted(_files(module)):
        whole.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _files(module: str) -> set[Path]:
    """The source files of the module and of its imports, with the data files of their folders."""
    found: dict[str, Path] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = _source(name)
        if name in found or path is None:
            continue
        found[name] = path
        waiting += _imports(path)
    folders = {path.parent for path in found.values()}
    return set(found.values()) | {file for folder in folders for file in _data(folder)}


def _source(module: str) -> Path | None:
    """The file of a module inside the package; None for all other names."""
    if not module.startswith(f"{_PACKAGE}."):
        return None
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:  # a name imported from a module, not a module
        return None
    return Path(spec.origin) if spec and spec.origin else None


def _imports(path: Path) -> Iterator[str]:
    """Modules that the file imports; of a package only the modules that are named."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                submodule = f"{node.module}.{name.name}"
                yield submodule if _source(submodule) else node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def _data(folder: Path) -> Iterator[Path]:
    """Files that are not code, right in the folder or in a folder of data below it."""
    for entry in folder.iterdir():
        if entry.is_file() and entry.suffix != _CODE:
            yield entry
        elif (
            entry.is_dir() and entry.name != "__pycache__" and not (entry / "__init__.py").exists()
        ):
            yield from _data(entry)
