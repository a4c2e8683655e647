"""What a claim tells beyond codes: what it replaces, who sent the patient, who has paid already."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from codeward.model.facts import Address, Fact, Party, Payer

Responsibility = Literal["P", "S", "T"]


class Adjustment(Fact, frozen=True, kw_only=True):
    """Why a payer did not pay an amount in full: group and reason (CARC) as in its remittance."""

    group: Literal["CO", "CR", "OA", "PI", "PR"]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=5)]
    amount: Decimal
    quantity: Decimal | None = None


class Adjudication(Fact, frozen=True, kw_only=True):
    """What another payer decided on a service line. `payer_id` names one of `other_payers`."""

    payer_id: str
    paid: Decimal
    paid_on: dt.date
    adjustments: tuple[Adjustment, ...] = ()
    units: Decimal | None = None


class OtherPayer(Fact, frozen=True, kw_only=True):
    """Another payer of the same patient; `paid_on` where it decided the claim as a whole."""

    payer: Payer
    responsibility: Responsibility
    relationship: str = "18"
    paid: Decimal | None = None
    paid_on: dt.date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    claim_number: str | None = None


class Accident(Fact, frozen=True, kw_only=True):
    """An accident behind the services: `AA` car, `EM` employment, `OA` other."""

    kind: Literal["AA", "EM", "OA"]
    date: dt.date
    state: str | None = None


class Attachment(Fact, frozen=True, kw_only=True):
    """A paper or file that supports the claim; its control number ties a 275 to it (PWK06)."""

    report_type: str
    transmission: str
    control_number: str | None = None


class Transport(Fact, frozen=True, kw_only=True):
    """An ambulance transport; `reason` is A to E, `miles` the loaded distance."""

    reason: Literal["A", "B", "C", "D", "E"]
    miles: Decimal
    pickup: Address
    dropoff: Address
    dropoff_name: str | None = None
    patient_pounds: Decimal | None = None
    purpose: str | None = None


class Drug(Fact, frozen=True, kw_only=True):
    """A drug by its National Drug Code, with the quantity given (CTP04, CTP05)."""

    ndc: Annotated[str, msgspec.Meta(pattern=r"^\d{11}$")]
    quantity: Decimal
    unit: Literal["F2", "GR", "ME", "ML", "UN"]


class Answer(Fact, frozen=True, kw_only=True):
    """An answer on the form of a certificate; exactly one kind of answer is given."""

    question: str
    yes: bool | None = None
    text: str | None = None
    day: dt.date | None = None
    percent: Decimal | None = None


class Certificate(Fact, frozen=True, kw_only=True):
    """A certificate of medical necessity for equipment: `I` initial, `R` renewal, `S` revised."""

    kind: Literal["I", "R", "S"]
    months: Decimal
    begun: dt.date
    form: str
    answers: tuple[Answer, ...]
    certified: dt.date | None = None


class ClaimDetails(Fact, frozen=True, kw_only=True):
    """The part of an encounter that only its claim needs.

    Attributes:
        frequency: `1` original, `7` replacement, `8` void.
        original_reference: The payer's number of the claim that is replaced or voided (REF*F8).
        responsibility: Whether the payer of the encounter pays first, second or third.
        secondary_reason: Why Medicare is not first (SBR05).
        other_payers: The other payers, with what they have paid.
        prior_authorization: REF*G1.
        referral_number: REF*9F.
        laboratory_number: CLIA certificate (REF*X4).
        note: Free text for the payer, at most 80 characters.
        accept_assignment: CLM07.
        benefits_assigned: CLM08.
        release_of_information: CLM09.
        accident: The accident behind the services.
        attachments: What supports the claim.
        transport: The ambulance transport.
        referring_provider: Who sent the patient.
        supervising_provider: Who supervised the rendering provider.
        operating_provider: Who operated (institutional).
        assistant_surgeon: Who assisted (dental).
    """

    frequency: Literal["1", "7", "8"] = "1"
    original_reference: str | None = None
    responsibility: Responsibility = "P"
    secondary_reason: str | None = None
    other_payers: Annotated[tuple[OtherPayer, ...], msgspec.Meta(max_length=10)] = ()
    prior_authorization: str | None = None
    referral_number: str | None = None
    laboratory_number: str | None = None
    note: Annotated[str, msgspec.Meta(max_length=80)] | None = None
    accept_assignment: Literal["A", "B", "C"] = "A"
    benefits_assigned: Literal["N", "W", "Y"] = "Y"
    release_of_information: Literal["I", "Y"] = "Y"
    accident: Accident | None = None
    attachments: Annotated[tuple[Attachment, ...], msgspec.Meta(max_length=10)] = ()
    transport: Transport | None = None
    referring_provider: Party | None = None
    supervising_provider: Party | None = None
    operating_provider: Party | None = None
    assistant_surgeon: Party | None = None
