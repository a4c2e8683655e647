"""`codeward codesets keygen | export | import-bundle`: code sets for a site without network."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from codeward.adapters.code_set_bundle import opened_bundle, write_bundle
from codeward.adapters.code_set_import import CodeSetImport
from codeward.adapters.durable_files import content_is, put
from codeward.adapters.release_builder import adopt
from codeward.adapters.release_store import ReleaseStore
from codeward.adapters.signing_keys import key_id, make_keys, private_key, trusted_keys
from codeward.cli.import_run import all_or_nothing, compile_imports, only_importer
from codeward.cli.options import home, parse_day, today
from codeward.codesets.bundle import BundledRelease, Manifest, manifest_of, restricted
from codeward.model import CodewardError

_KIB = 1024
Command = TypeVar("Command", bound=Callable[..., Any])
_File = click.Path(exists=True, dir_okay=False, path_type=Path)


def _passphrase_option(command: Command) -> Command:
    return click.option(
        "--passphrase-file",
        metavar="FILE",
        type=_File,
        help="File whose first line is the passphrase of the private key.",
    )(command)


@click.command()
@click.option(
    "-o", "--output", required=True, metavar="FILE", type=click.Path(path_type=Path),
    help="Where the private key goes; FILE.pub gets the public one.",
)  # fmt: skip
@_passphrase_option
def keygen(output: Path, passphrase_file: Path | None) -> None:
    """Make a key pair (Ed25519) that signs bundles.

    The private key is readable by its owner only; with --passphrase-file it is encrypted as well.
    Give FILE.pub to the sites that shall trust your bundles, by a way of its own.
    """
    public, name = make_keys(output, _passphrase(passphrase_file))
    click.echo(f"{output}: private key {name}; keep it")
    click.echo(f"{public}: public key; give it to those who import your bundles")


@click.command()
@click.option(
    "-o", "--output", required=True, metavar="BUNDLE", type=click.Path(path_type=Path),
    help="The bundle to write.",
)  # fmt: skip
@click.option("--key", required=True, metavar="FILE", type=_File, help="Your private key.")
@_passphrase_option
@click.option("--compiled", is_flag=True, help="Also the compiled releases: large, but no build.")
@click.option(
    "--include-licensed",
    is_flag=True,
    help="Also files under the licence of others (CPT, NCCI, X12, NUCC).",
)
@click.option(
    "--created",
    metavar="YYYY-MM-DD",
    callback=parse_day,
    help="Day to state in the bundle; today where none is given.",
)
def export(
    output: Path,
    key: Path,
    passphrase_file: Path | None,
    compiled: bool,
    include_licensed: bool,
    created: date | None,
) -> None:
    """Write the imported official files, signed, into one file for a site without network."""
    signing = private_key(key, _passphrase(passphrase_file))
    files = CodeSetImport(home()).manifest()
    held_back = () if include_licensed else restricted(files)
    for file in held_back:
        click.echo(
            f"left out, under the licence of others: {file.kind.value} ({file.name}); "
            "--include-licensed takes it",
            err=True,
        )
    wanted = [file for file in files if file not in held_back]
    releases, fingerprint = _compiled(without=bool(held_back)) if compiled else ((), "")
    manifest = manifest_of(created or today(), wanted, releases, fingerprint)
    if not manifest.members:
        raise CodewardError("nothing to export; import files first, or use --compiled")
    write_bundle(output, manifest, home(), signing)
    taken = restricted(wanted)
    if taken:
        click.echo(f"INCLUDES {len(taken)} files under the licence of others", err=True)
    click.echo(_contents(manifest))
    click.echo(
        f"{output}: {output.stat().st_size // _KIB:,} kB, signed by {key_id(signing.public_key())}"
    )


def _compiled(*, without: bool) -> tuple[tuple[BundledRelease, ...], str]:
    """The compiled releases, unless something in them may not leave."""
    if without:
        click.echo(
            "the compiled releases are left out too: licensed files are compiled into them; "
            "the other site compiles its own",
            err=True,
        )
        return (), ""
    index = ReleaseStore(home()).index()
    if index is None:
        raise CodewardError("no code set is compiled; do: codeward codesets build")
    releases = tuple(BundledRelease(one.release, one.artefacts) for one in index.releases)
    return releases, index.fingerprint


@click.command("import-bundle")
@click.argument("bundle", type=_File)
@click.option(
    "--trust", required=True, metavar="FILE", type=_File,
    help="Public keys (.pub) of the signers you trust, one or several in one file.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Check all of it and say what it holds; no more.")
def import_bundle(bundle: Path, trust: Path, dry_run: bool) -> None:
    """Import a signed bundle: all of it or nothing.

    The signature is checked before anything else is read, then the hash of every file.
    """
    keys = trusted_keys(trust)
    with only_importer(home()), opened_bundle(bundle, keys, home()) as (manifest, signer, folder):
        click.echo(f"signed by {signer}, made on {manifest.created}")
        click.echo(_contents(manifest))
        if dry_run:
            click.echo("dry run: nothing was imported")
            return
        _take(manifest, folder)


def _take(manifest: Manifest, folder: Path) -> None:
    imports, store = CodeSetImport(home()), ReleaseStore(home())
    with all_or_nothing(imports):
        for member in manifest.members:
            final = home() / member.name
            final.parent.mkdir(exist_ok=True)
            if not content_is(final, member.sha256):
                put(folder / member.name, final)
        new = {file.place: file for file in manifest.imports}
        if new:
            kept = [file for file in imports.manifest() if file.place not in new]
            imports.restore((*kept, *new.values()))
        if manifest.releases and adopt(store, manifest.releases, manifest.fingerprint):
            click.echo(f"{len(manifest.releases)} compiled releases are in force as they came")
        else:
            if manifest.releases:
                click.echo(
                    "the compiled releases in it are not those that this installation would "
                    "compile (another version, or other imports): compiling here",
                    err=True,
                )
            compile_imports(store)
    click.echo(f"{len(manifest.imports)} imported files are in force")


def _contents(manifest: Manifest) -> str:
    lines = [
        f"  {file.kind.value}{f' ({file.system.value})' if file.system else ''}, "
        f"from {file.effective_from}: {file.name}"
        for file in manifest.imports
    ]
    lines += [f"  compiled {one.release.id.id}" for one in manifest.releases]
    return "\n".join(lines)


def _passphrase(path: Path | None) -> bytes | None:
    if path is None:
        return None
    line = path.read_bytes().split(b"\n", 1)[0].rstrip(b"\r")
    if not line:
        raise CodewardError(f"{path}: the first line is empty; write the passphrase there")
    return line
