"""Wordings are kept in compressed blocks and read back one by one."""

from codeward.codesets.search.container import Container, pack
from codeward.codesets.search.texts import Texts, compressed

# More than two blocks, the last one not full.
TEXTS = [f"wording {number} of the knee" for number in range(150)] + ["", "caf\u00e9"]


def test_each_text_is_read_back_from_its_place() -> None:
    texts = Texts(Container(pack(compressed(TEXTS), {})))
    assert [texts.at(place) for place in range(len(TEXTS))] == TEXTS


def test_the_same_texts_give_the_same_bytes_and_fewer() -> None:
    packed = pack(compressed(TEXTS), {})
    assert packed == pack(compressed(TEXTS), {})
    assert len(packed) < len("\n".join(TEXTS).encode())


def test_where_every_text_is_empty_nothing_is_stored() -> None:
    content = Container(pack(compressed(["", "", ""]), {}))
    assert [Texts(content).at(place) for place in range(3)] == ["", "", ""]
    assert len(content.array("texts")) == 0
