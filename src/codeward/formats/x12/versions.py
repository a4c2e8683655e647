"""Which guide an id in GS08 or ST03 means; ids are data, the received text is kept beside."""

# Adopted ids and those that are accepted too (45 CFR 162.1102, 162.1602).
GUIDES = {
    "005010X222A1": "837P", "005010X222": "837P", "005010X222A2": "837P",
    "005010X223A2": "837I", "005010X223": "837I", "005010X223A1": "837I", "005010X223A3": "837I",
    "005010X224A2": "837D", "005010X224": "837D", "005010X224A1": "837D",
    "005010X221A1": "835", "005010X221": "835",
    "005010X231A1": "999", "005010X231": "999",
    "005010X214": "277CA", "005010X214E1": "277CA",
    "005010X212": "276/277", "005010X279A1": "270/271", "005010X279": "270/271",
}  # fmt: skip

# Later errata that senders use although they were not adopted.
INFORM_ONLY = frozenset({"005010X222A2", "005010X223A3"})
