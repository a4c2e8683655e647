"""The packaged sentence embedding, held to the similarities that its publisher documents."""

import pytest

from codeward.adapters import minilm
from codeward.adapters.minilm import EmbeddingError, packaged


@pytest.fixture(scope="module")
def embedding() -> minilm.MiniLm:
    for package in ("onnxruntime", "onnx", "tokenizers", minilm.PACKAGE):
        pytest.importorskip(package, reason=f"needs the extra `embed` ({package})")
    return packaged()


def test_it_gives_the_similarities_of_the_published_example(embedding: minilm.MiniLm) -> None:
    texts = ["That is a happy dog", "That is a very happy person", "Today is a sunny day"]
    told = embedding.scores("That is a happy person", texts)
    assert told == pytest.approx([0.695, 0.943, 0.257], abs=0.001)


def test_padding_does_not_change_a_vector(embedding: minilm.MiniLm) -> None:
    alone = embedding.vectors(["gout"])
    beside = embedding.vectors(["acute myocardial infarction of the anterior wall", "gout"])
    assert beside[1] == pytest.approx(alone[0], abs=1e-4)


def test_no_text_needs_no_network(embedding: minilm.MiniLm) -> None:
    assert embedding.scores("gout", []) == []


def test_a_missing_part_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "find_spec", lambda _: None)
    with pytest.raises(EmbeddingError, match=r"pip install 'codeward\[embed\]'"):
        packaged()
