"""Which guide an id in GS08 or ST03 means; ids are data, the received text is kept beside."""

# Adopted ids and those that are accepted too (45 CFR 162.1102, 162.1602).
GUIDES = {
    "005010X222A1": "837P", "005010X222": "837P", "005010X222A2": "837P",
    "005010X223A2": "837I", "005010X223": "837I", "005010X223A1": "837I", "005010X223A3": "837I",
    "005010X224A2": "837D", "005010X224": "837D", "005010X224A1": "837D",
    "005010X221A1": "835", "005010X221": "835",
    "005010X231A1": "999", "005010X231": "999",
    "005010X214": "277CA", "005010X214E1": "277CA",
    "005010X212": "276 277", "005010X279A1": "270 271", "005010X279": "270 271",
    # Attachments, read at the level of envelope and binary data (91 FR 14350).
    "006020X314": "275", "006020X313": "277 request", "005010X210": "275",
    # Predetermination and reporting: read, not judged by the guides of claims.
    "005010X291": "837 predetermination", "005010X292": "837 predetermination",
    "005010X298": "837 reporting",
}  # fmt: skip

# The three claims: professional, institutional, dental.
CLAIM_SETS = frozenset({"837P", "837I", "837D"})

# Later errata that senders use although they were not adopted.
INFORM_ONLY = frozenset({"005010X222A2", "005010X223A3"})


def set_name(identifier: str, *guides: str) -> str:
    """The transaction set that ST01 and the first guide id that we know mean; empty for none."""
    meant = next((GUIDES[guide] for guide in guides if guide in GUIDES), "")
    if not identifier or identifier not in meant:
        return ""
    words = meant.split()
    return identifier if identifier in words and len(words) > 1 and words[1].isdigit() else meant
