"""Changes of the tables, in order; made by Django."""
