"""The register of partners: where they are, how they are recognised, what was agreed with them."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from codeward.model import Agreement, CodewardError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_HOST_KEY = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_CERTIFICATE = re.compile(r"[0-9a-f]{64}")
_FINGERPRINT = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FOLDER = re.compile(r"[A-Za-z0-9._/-]{1,200}")

Folder = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class PartnerError(CodewardError):
    """The partner register cannot be used; the text says where and why."""


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the register: strict about its fields."""


class Sftp(_Entry, frozen=True, kw_only=True, tag_field="kind", tag="sftp"):
    """A partner's SFTP server.

    Attributes:
        host_keys: Fingerprints of its host keys, `SHA256:...`; no other key is believed.
        client_key: File of our private key, relative to the register.
        password_variable: Environment variable with a password, where the partner has no keys.
        upload: Folder into which files go.
        answers: Folder from which answers come.
        keep_answers: Leave answers on the server instead of deleting them once archived.
    """

    host: str
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 22
    user: str
    host_keys: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    client_key: str | None = None
    password_variable: str | None = None
    upload: Folder
    answers: Folder
    keep_answers: bool = False


class Https(_Entry, frozen=True, kw_only=True, tag_field="kind", tag="https"):
    """A partner's AS2-like endpoint; it needs OpenPGP, which seals messages and signs receipts.

    Attributes:
        certificates: SHA-256 of its certificates (DER), small hexadecimal digits; where there are
            some, no other certificate is believed.
        authority: PEM file of the authority that signs its certificates, relative to the register;
            without it the pin alone decides.
        client_certificate: PEM file of ours, where the partner asks for one.
        client_key: PEM file of its private key.
        our_id: How the partner knows us.
        their_id: How it calls itself.
        upload: Path that takes messages.
        answers: Path that offers answers.
        keep_answers: Leave answers there instead of deleting them once archived.
    """

    host: str
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 443
    certificates: tuple[str, ...] = ()
    authority: str | None = None
    client_certificate: str | None = None
    client_key: str | None = None
    our_id: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9._-]{1,60}$")]
    their_id: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9._-]{1,60}$")]
    upload: Folder
    answers: Folder
    keep_answers: bool = False


class FileDrop(_Entry, frozen=True, kw_only=True, tag_field="kind", tag="file-drop"):
    """Two local folders that somebody else's gateway carries to the partner and back."""

    upload: Folder
    answers: Folder
    keep_answers: bool = False


class OpenPgp(_Entry, frozen=True, kw_only=True):
    """Encryption of the files themselves.

    Attributes:
        our_key: File of our secret key, relative to the register.
        our_fingerprint: Its fingerprint.
        their_key: File of the partner's public key.
        their_fingerprint: The fingerprint that was compared with the partner by another way.
        passphrase_variable: Environment variable with the passphrase of our key.
    """

    our_key: str
    our_fingerprint: str
    their_key: str
    their_fingerprint: str
    passphrase_variable: str | None = None


class Schedule(_Entry, frozen=True, kw_only=True):
    """When the partner takes files, by the clock that the caller passes in."""

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = _DAYS  # type: ignore[assignment] # the constant holds exactly these words
    opens: dt.time = dt.time(0, 0)
    closes: dt.time = dt.time(23, 59, 59)

    def open_at(self, at: dt.datetime) -> bool:
        """Whether files may be sent at that time."""
        return _DAYS[at.weekday()] in self.days and self.opens <= at.time() <= self.closes


class Clocks(_Entry, frozen=True, kw_only=True):
    """Days that the contract with the partner gives; the defaults are Medicare's.

    Attributes:
        filing: From the first day of service to a claim or corrected claim (42 CFR 424.44).
        appeal: From the receipt of a denial to an appeal (42 CFR 405.942).
    """

    filing: Annotated[int, msgspec.Meta(ge=1)] = 365
    appeal: Annotated[int, msgspec.Meta(ge=1)] = 120


class Partner(_Entry, frozen=True, kw_only=True):
    """One trading partner.

    Attributes:
        name: As reports call it.
        receiver_id: ISA08 of what is sent there.
        usage: `P` takes production files only, `T` test files only.
        transactions: What the agreement covers, such as `837P`.
        agreement: The contract; without it nothing is sent.
        transport: How files get there.
        openpgp: Encryption of the files; answers must then be encrypted and signed as well.
        schedule: When files are taken.
        clocks: Days for claims and appeals.
        largest_answer: Bytes; a larger answer is not fetched.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    receiver_id: Annotated[str, msgspec.Meta(min_length=1, max_length=15)]
    usage: Literal["T", "P"] = "T"
    transactions: tuple[str, ...]
    agreement: Agreement | None = None
    transport: Sftp | Https | FileDrop
    openpgp: OpenPgp | None = None
    schedule: Schedule = Schedule()
    clocks: Clocks = Clocks()
    largest_answer: Annotated[int, msgspec.Meta(ge=1)] = 200_000_000


class Register(msgspec.Struct, frozen=True):
    """All partners by their short name, and the version that stands in the history of each file."""

    partners: Mapping[str, Partner]
    version: str

    def partner(self, name: str) -> Partner:
        """The partner of that short name.

        Raises:
            PartnerError: there is none.
        """
        found = self.partners.get(name)
        if found is None:
            known = ", ".join(sorted(self.partners)) or "none"
            raise PartnerError(f"the register has no such partner; it knows: {known}")
        return found


def read_register(toml: bytes, source: str) -> Register:
    """The register from the bytes of its TOML file; `source` names it in errors.

    Raises:
        PartnerError: it is no TOML, a field is missing, unknown or of a wrong form.
    """
    try:
        partners = msgspec.toml.decode(toml, type=dict[str, Partner])
    except (msgspec.DecodeError, ValueError) as error:
        raise PartnerError(f"{source}: no partner register: {error}") from None
    for name, partner in partners.items():
        fault = _fault(name, partner)
        if fault:
            raise PartnerError(f"{source}: partner {name!r}: {fault}")
    return Register(partners, hashlib.sha256(toml).hexdigest())


def _fault(name: str, partner: Partner) -> str:
    """What is wrong with an entry beyond the types of its fields; empty for nothing."""
    agreement, way = partner.agreement, partner.transport
    if not _NAME.fullmatch(name):
        return "a short name has small letters, digits and hyphens only"
    if agreement is not None and agreement.expires < agreement.signed:
        return "the agreement expires before it is signed"
    if way.upload.rstrip("/") == way.answers.rstrip("/"):
        return "upload and answers must be two folders"
    if fault := _way_fault(partner):
        return fault
    prints = (
        (partner.openpgp.our_fingerprint, partner.openpgp.their_fingerprint)
        if (partner.openpgp)
        else ()
    )
    if not all(_FINGERPRINT.fullmatch(one) for one in prints):
        return "an OpenPGP fingerprint has 40 or 64 hexadecimal digits in capitals"
    return ""


def _way_fault(partner: Partner) -> str:
    match partner.transport:
        case Sftp() as way:
            return _sftp_fault(way)
        case Https() as way:
            return _https_fault(way, partner.openpgp)
        case FileDrop():
            return ""


def _sftp_fault(way: Sftp) -> str:
    if not all(_HOST_KEY.fullmatch(one) for one in way.host_keys):
        return "host_keys wants fingerprints: SHA256: and 43 characters"
    if not (way.client_key or way.password_variable):
        return "transport wants client_key, or password_variable if the partner has no keys"
    return _folder_fault(way.upload, way.answers)


def _https_fault(way: Https, openpgp: OpenPgp | None) -> str:
    if not (way.certificates or way.authority):
        return "transport wants certificates or authority: somebody must be believed"
    if not all(_CERTIFICATE.fullmatch(one) for one in way.certificates):
        return "certificates wants SHA-256 fingerprints: 64 small hexadecimal digits"
    if (way.client_certificate is None) != (way.client_key is None):
        return "client_certificate and client_key belong together"
    if openpgp is None:
        return "https wants an openpgp table: it seals the messages and signs the receipts"
    if not (way.upload.startswith("/") and way.answers.startswith("/")):
        return "upload and answers are paths and begin with /"
    return _folder_fault(way.upload, way.answers)


def _folder_fault(*folders: str) -> str:
    for folder in folders:
        if not _FOLDER.fullmatch(folder) or ".." in folder.split("/"):
            return "a remote folder is written in plain characters, without .."
    return ""
