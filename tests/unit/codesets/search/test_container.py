"""Arrays and texts come back as they were packed; what another version packed is refused."""

import numpy as np
import pytest

from codeward.codesets.search.container import Container, pack
from codeward.model import StaleReleaseError

PACKED = pack({"numbers": np.arange(6, dtype=np.int32).reshape(2, 3)}, {"words": "one\ntwö"})


def test_content_comes_back_as_it_was() -> None:
    content = Container(PACKED)
    assert content.array("numbers").tolist() == [[0, 1, 2], [3, 4, 5]]
    assert content.lines("words") == ["one", "twö"]
    assert "words" in content
    assert "other" not in content


def test_the_same_content_gives_the_same_bytes() -> None:
    numbers = np.arange(6, dtype=np.int32).reshape(2, 3)
    assert pack({"numbers": numbers}, {"words": "one\ntwö"}) == PACKED


@pytest.mark.parametrize("read", [Container.array, Container.raw, Container.text])
def test_a_part_that_another_version_did_not_pack_says_how_to_mend_it(read: object) -> None:
    assert callable(read)
    with pytest.raises(StaleReleaseError, match="codeward codesets build"):
        read(Container(PACKED), "later part")
