"""The people and organisations of an encounter, strict about their fields."""

import datetime as dt
from enum import StrEnum

import msgspec


class Sex(StrEnum):
    """Administrative sex as claims carry it; `female`, `male` and `unknown` are read as well."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"

    @classmethod
    def _missing_(cls, value: object) -> "Sex | None":
        words = {"female": cls.FEMALE, "male": cls.MALE, "unknown": cls.UNKNOWN}
        return words.get(value.lower()) if isinstance(value, str) else None


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of an encounter: frozen, and strict about its fields."""


class Address(Fact, frozen=True, kw_only=True):
    """A postal address in the United States unless `country` says otherwise."""

    line1: str
    city: str
    state: str
    postal_code: str
    line2: str | None = None
    country: str | None = None


class Party(Fact, frozen=True, kw_only=True):
    """A provider, practice or facility. `name` is the last name where `first_name` is given."""

    name: str
    first_name: str | None = None
    npi: str | None = None
    tax_id: str | None = None
    taxonomy: str | None = None
    address: Address | None = None
    phone: str | None = None


class Subscriber(Fact, frozen=True, kw_only=True):
    """The insured person, where it is not the patient. `relationship` is the X12 code."""

    last_name: str
    first_name: str | None = None
    birth_date: dt.date | None = None
    sex: Sex | None = None
    address: Address | None = None
    relationship: str = "G8"


class Patient(Fact, frozen=True, kw_only=True):
    """The patient, as far as coding, edits and claims need the person."""

    birth_date: dt.date
    sex: Sex
    last_name: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    medical_record_number: str | None = None
    address: Address | None = None


class Payer(Fact, frozen=True, kw_only=True):
    """Who is asked to pay first. `filing_indicator` is SBR09, such as `MB` or `CI`."""

    name: str
    payer_id: str | None = None
    member_id: str | None = None
    group_number: str | None = None
    filing_indicator: str | None = None
    subscriber: Subscriber | None = None
