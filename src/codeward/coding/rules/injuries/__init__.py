"""Injury, poisoning and external causes (I.C.19, I.C.20)."""
