"""What guards a chart: who may see it, and how what was seen is proved. Decisions only, no I/O."""
