"""Whether a query asks for a procedure: only then do ICD-10-PCS codes come before diagnoses."""

import re
from collections.abc import Sequence

_OPERATIONS = frozenset(
    "alteration bypass change control creation destruction detachment dilation division "
    "drainage excision extirpation extraction fragmentation fusion insertion inspection map "
    "occlusion reattachment release removal repair replacement reposition resection "
    "restriction revision supplement transfer transplantation transplant introduction "
    "irrigation transfusion measurement monitoring ventilation intubation dialysis surgery "
    "procedure biopsy amputation ablation arthroplasty graft laparoscopic ligation reduction "
    "fixation debridement stent angioplasty catheterization cesarean closure implantation "
    "implant cardioversion incision injection infusion imaging radiography fluoroscopy "
    "ultrasonography ultrasound mri ct plain".split()
)
_OPERATION_NAME = re.compile(
    r"\w{2,}(?:ectomy|otomy|ostomy|plasty|pexy|rrhaphy|centesis|desis|scopy|tripsy|plication|tome)"
)
_DIAGNOSIS = frozenset(
    "status post history complication complications aftercare encounter screening following "
    "infection failed failure late sequela loosening dehiscence postprocedural postoperative "
    "fracture pain injury disease syndrome after due".split()
)


def procedural(words: Sequence[str]) -> bool:
    """Whether the words name an operation and not the state or trouble after it."""
    if _DIAGNOSIS.intersection(words):
        return False
    return any(word in _OPERATIONS or _OPERATION_NAME.fullmatch(word) for word in words)
