"""Reads the partner register from its file, and opens the way to a partner that it describes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from codeward.adapters.file_drop import FileDropTransport
from codeward.adapters.https import https_transport
from codeward.adapters.openpgp import Keys, OpenPgpError, read_keys
from codeward.adapters.sftp import sftp_transport
from codeward.adapters.transport_errors import PartnerIdentityError
from codeward.ports import Transport
from codeward.transmission import FileDrop, Https, OpenPgp, Partner, Register, Sftp, read_register

Connect = Callable[[Partner], AbstractContextManager[Transport]]


def load_register(path: Path) -> Register:
    """The register of a file.

    Raises:
        PartnerError: it cannot be used.
        OSError: it cannot be read.
    """
    return read_register(path.read_bytes(), path.name)


def connector(folder: Path) -> Connect:
    """What opens the connection to a partner; paths in the register count from `folder`."""

    @contextmanager
    def connect(partner: Partner) -> Iterator[Transport]:
        way = partner.transport
        if isinstance(way, Sftp):
            with sftp_transport(way, folder) as transport:
                yield transport
        elif isinstance(way, Https) and partner.openpgp is not None:
            with https_transport(way, _keys(partner.openpgp, folder), folder) as transport:
                yield transport
        elif isinstance(way, FileDrop):
            yield FileDropTransport(folder / way.upload, folder / way.answers)

    return connect


def _keys(settings: OpenPgp, folder: Path) -> Keys:
    """The keys of the register; a fault of theirs holds the files, as a wrong host key does."""
    try:
        return read_keys(settings, folder)
    except OpenPgpError as error:
        raise PartnerIdentityError(str(error)) from None
