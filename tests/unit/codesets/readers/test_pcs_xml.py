"""Tables, index and definitions of ICD-10-PCS."""

import pytest

from codeward.codesets.readers.pcs_definitions_xml import read_pcs_definitions
from codeward.codesets.readers.pcs_index_xml import Reference, read_pcs_index
from codeward.codesets.readers.pcs_tables_xml import read_pcs_tables
from codeward.codesets.readers.reader_error import ReaderError
from tests.unit.codesets.readers.small_files import (
    PCS_DEFINITIONS,
    PCS_INDEX,
    PCS_TABLES,
    opened,
)


def test_tables_expand_to_their_codes() -> None:
    tables = read_pcs_tables(opened(PCS_TABLES))
    assert list(tables.codes()) == ["0DW10ZZ", "0DW13ZZ", "0DW20ZZ", "0DW23ZZ", "0DW20DZ"]
    assert tables.version == "2031"
    assert tables.tables[0].definition == "Making it wobble"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('codes="4"', 'codes="5"', "states '5' codes but gives 4"),
        ('<label code="3">', '<label code="O">', "has a value that is none"),
        ('<label code="3">', '<label code="0">', "repeats a value"),
        ('<label code="D">Wobbler', '<label code="Z">None', "codes stand in two rows, 0DW20ZZ"),
        ('pos="5"', 'pos="6"', "does not have characters 4 to 7"),
        ('<label code="W">', '<label code="Q">x</label><label code="W">', "one value in each"),
        ("<version>2031</version>", "", "names no year"),
    ],
)
def test_tables_that_do_not_add_up_are_refused(old: str, new: str, reason: str) -> None:
    with pytest.raises(ReaderError, match=reason):
        read_pcs_tables(opened(PCS_TABLES.replace(old, new)))


def test_a_row_with_a_million_codes_is_counted_not_expanded() -> None:
    values = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    labels = "".join(f'<label code="{value}">x</label>' for value in values)
    axes = "".join(
        f'<axis pos="{number}"><title>t</title>{labels}</axis>' for number in range(4, 8)
    )
    start, end = PCS_TABLES.index("<pcsRow"), PCS_TABLES.rindex("</pcsTable>")
    text = f'{PCS_TABLES[:start]}<pcsRow codes="4">{axes}</pcsRow>{PCS_TABLES[end:]}'
    with pytest.raises(ReaderError, match="gives 1336336"):
        read_pcs_tables(opened(text))


def test_index_reads_codes_inside_references() -> None:
    index = read_pcs_index(opened(PCS_INDEX))
    main, gut, other = index.terms[:3]
    assert main.see == (Reference("Wobbling, Gut", ("0DW",)),)
    assert gut.starts == ("0DW1", "0DW10ZZ")
    assert (other.title, other.parent, other.use) == ("", 0, (Reference("Lower Gut"),))


@pytest.mark.parametrize(
    ("old", "new"),
    [("<tab>0DW", "<tab>0DW1"), ("<code>0DW10ZZ", "<code>0DW10ZO"), ("<codes>0DW1", "<codes>0DW")],
)
def test_index_targets_of_the_wrong_form_are_refused(old: str, new: str) -> None:
    with pytest.raises(ReaderError, match="is no code or beginning of one"):
        read_pcs_index(opened(PCS_INDEX.replace(old, new)))


def test_definitions_and_device_aggregation() -> None:
    found = read_pcs_definitions(opened(PCS_DEFINITIONS))
    assert [(one.position, one.titles) for one in found.definitions] == [
        (3, ("Wobbling",)),
        (4, ("Lower Gut",)),
    ]
    assert found.definitions[0].definition == "Making it wobble"
    assert found.definitions[1].includes == ("Bend",)
    assert found.aggregations[0].value == "D"
    with pytest.raises(ReaderError, match="no value"):
        read_pcs_definitions(opened(PCS_DEFINITIONS.replace('section code="0"', "section")))
