"""A dozen nodes in the shape of the Tabular List, with wordings that searching must tell apart."""

from codeward.codesets.phrases import Node

NODES = (
    Node("E11", "Type 2 diabetes mellitus"),
    Node("E112", "Type 2 diabetes mellitus with kidney complications", "E11"),
    Node("E1122", "Type 2 diabetes mellitus with diabetic chronic kidney disease", "E112"),
    Node("E119", "Type 2 diabetes mellitus without complications", "E11"),
    Node("I10", "Essential (primary) hypertension", None, ("raised arterial tension",)),
    Node("I21", "Acute myocardial infarction"),
    Node("I219", "Acute myocardial infarction, unspecified", "I21"),
    Node("J18", "Pneumonia, unspecified organism"),
    Node("J180", "Bronchopneumonia, unspecified organism", "J18"),
    Node("J189", "Pneumonia, unspecified organism", "J18"),
    Node("G43", "Migraine"),
    Node("G430", "Migraine without aura", "G43"),
    Node("G439", "Migraine, unspecified", "G43"),
    Node("M25", "Other joint disorder"),
    Node("M2551", "Pain in shoulder", "M25"),
    Node("M25511", "Pain in right shoulder", "M2551"),
    Node("M25512", "Pain in left shoulder", "M2551"),
    Node("M25519", "Pain in unspecified shoulder", "M2551"),
    Node("P362", "Sepsis of newborn due to Staphylococcus aureus"),
    Node("A419", "Sepsis, unspecified organism"),
)
