"""`codeward serve` and `codeward server`: bringing the server up, and saying what is unsafe."""

import os

import click

from codeward.cli.options import open_releases, today
from codeward.cli.output import print_json
from codeward.model import CodewardError
from codeward_server.configuration import SiteConfiguration, configuration
from codeward_server.start import prepare
from codeward_server.unsafe import UnsafeSetting, unsafe_settings

_UNSAFE = 1


class UnsafeSiteError(CodewardError):
    """A configuration with which no real patient may be served."""


@click.command()
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--demo", is_flag=True, help="Plain HTTP on this machine, invented people only.")
def serve(*, address: str, port: int, demo: bool) -> None:
    """Run the server of the site in CODEWARD_SITE, made at the first start.

    It listens on this machine only; a proxy in front of it speaks TLS to the others. The first
    start prints a link with which the first administrator joins, once.
    """
    if demo:
        os.environ["CODEWARD_DEMO"] = "1"
    site = configuration(os.environ)
    open_releases(today())
    token = prepare(site)
    refuse_unsafe(site)
    if token:
        click.echo(
            f"First administrator, once, within a day: {_origin(site, address, port)}/join/{token}/"
        )
    click.echo(f"Codeward serves {site.folder} on http://{address}:{port}", err=True)
    _listen(address, port)


def refuse_unsafe(site: SiteConfiguration) -> None:
    """Go on, or say what must be mended first; a demonstration always goes on.

    Raises:
        UnsafeSiteError: something unsafe blocks the start.
    """
    blocking = [one for one in unsafe_settings(site) if one.blocks]
    if blocking and not site.demo:
        raise UnsafeSiteError(
            f"not started: {blocking[0].what}; {blocking[0].way_out}. "
            "All of it: codeward server check"
        )


def _origin(site: SiteConfiguration, address: str, port: int) -> str:
    return f"http://{address}:{port}" if site.demo else f"https://{site.hosts[0]}"


def _listen(address: str, port: int) -> None:
    from granian.constants import Interfaces  # noqa: PLC0415 - only where a server runs
    from granian.server import Server  # noqa: PLC0415 - likewise

    Server(
        "codeward_server.wsgi:application", address=address, port=port, interface=Interfaces.WSGI,
        workers=1, blocking_threads=4, log_access=False,
    ).serve()  # fmt: skip


@click.group()
def server() -> None:
    """Look after the server of a site."""


@server.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def check(ctx: click.Context, *, as_json: bool) -> None:
    """Say what is unsafe in the configuration of the site.

    Exit codes: 0 nothing blocks, 1 the server would refuse to start.
    """
    found = unsafe_settings(configuration(os.environ))
    if as_json:
        print_json(found)
    else:
        click.echo("\n".join(map(_line, found)) or "nothing unsafe found")
    if any(one.blocks for one in found):
        ctx.exit(_UNSAFE)


def _line(one: UnsafeSetting) -> str:
    weight = "refused" if one.blocks else "advice"
    return f"{one.id} {weight}: {one.what}\n        {one.way_out}"
