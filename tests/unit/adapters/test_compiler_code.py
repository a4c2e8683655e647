"""What a compiled result depends on is found from its imports."""

from codeward.adapters.compiler_code import _files, fingerprint_of


def names(module: str) -> set[str]:
    return {path.name for path in _files(module)}


def test_the_compiler_depends_on_its_readers_but_not_on_what_answers_queries() -> None:
    found = names("codeward.codesets.compile")
    assert {"compile.py", "tabular_xml.py", "code_lists.py", "day_numbers.py"} <= found
    assert found.isdisjoint({"code_set.py", "releases.py", "lexicon.py", "searching.py"})


def test_an_artefact_depends_on_its_data_files() -> None:
    found = names("codeward.codesets.search.artefact")
    assert "names.tsv" in found
    assert "phrases.py" in found
    assert "searching.py" not in found


def test_fingerprints_are_stable_and_differ() -> None:
    assert fingerprint_of("codeward.codesets.compile") == fingerprint_of(
        "codeward.codesets.compile"
    )
    assert fingerprint_of("codeward.codesets.compile") != fingerprint_of("codeward.codesets.words")
