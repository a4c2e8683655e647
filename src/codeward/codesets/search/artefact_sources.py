"""Where a wording of the search index comes from, by the number that the artefact keeps."""

NAME = "name"
SOURCES = ("title", "inclusion", "includes", "index", "see", NAME)
NAME_NUMBER = SOURCES.index(NAME)
