"""Procedure rules: how ICD-10-PCS codes are built, one small unit for each guideline."""
