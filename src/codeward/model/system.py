"""The code systems, by the name that stands in every JSON document."""

from enum import StrEnum

_CATEGORY_LENGTH = 3


class System(StrEnum):
    """A code system. The value is what users read; `key` is what they type on a command line."""

    ICD10CM = "ICD-10-CM"
    ICD10PCS = "ICD-10-PCS"
    HCPCS = "HCPCS"
    CPT = "CPT"
    MSDRG = "MS-DRG"

    @property
    def key(self) -> str:
        """The form for command lines and file names, such as `icd10cm`."""
        return self.value.replace("-", "").lower()

    @classmethod
    def from_key(cls, key: str) -> "System":
        """The system of a command-line key.

        Raises:
            ValueError: `key` names no system.
        """
        for system in cls:
            if system.key == key:
                return system
        raise ValueError(f"unknown code system {key!r}")


def display_code(system: System, code: str) -> str:
    """A code as people write it: ICD-10-CM with its point, all others as they are."""
    if system is System.ICD10CM and len(code) > _CATEGORY_LENGTH:
        return f"{code[:_CATEGORY_LENGTH]}.{code[_CATEGORY_LENGTH:]}"
    return code


def undotted(code: str) -> str:
    """A code as the core keeps it: upper case, without point or surrounding blanks."""
    return code.strip().replace(".", "").upper()
