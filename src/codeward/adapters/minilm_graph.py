"""Writes the network of the packaged MiniLM as an ONNX graph from its weights (extra `embed`)."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]

HEADS = 12
_OPSET = 20
_IR_VERSION = 10
_EPSILON = 1e-12
_HIDE = -10_000.0
_LENGTH_BYTES = 8


def read_weights(data: bytes) -> dict[str, NDArray[np.float32]]:
    """The float tensors of a safetensors file: a length, a JSON header, then raw arrays."""
    size = int.from_bytes(data[:_LENGTH_BYTES], "little")
    begin = _LENGTH_BYTES + size
    header = json.loads(data[_LENGTH_BYTES:begin])
    return {
        name: np.frombuffer(
            data,
            np.float32,
            offset=begin + told["data_offsets"][0],
            count=int(np.prod(told["shape"])),
        ).reshape(told["shape"])
        for name, told in header.items()
        if name != "__metadata__" and told["dtype"] == "F32"
    }


def graph_of(weights: Weights) -> bytes:
    """The model: token ids and mask in, one vector of length 1 for each text out."""
    return _Graph(weights).model()


class _Graph:
    """The nodes and constants written so far."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[Any] = []
        self._constants: dict[str, NDArray[Any]] = {}

    def model(self) -> bytes:
        """The serialised model."""
        width = self._weights["embeddings.word_embeddings.weight"].shape[1]
        layers = sum(name.endswith("intermediate.dense.bias") for name in self._weights)
        hidden = self._embedded()
        hide = self._hidden_tokens()
        for number in range(layers):
            hidden = self._layer(f"encoder.layer.{number}", hidden, hide, width)
        self._pooled(hidden)
        texts = ["texts", "tokens"]
        inputs = [
            helper.make_tensor_value_info("ids", TensorProto.INT64, texts),
            helper.make_tensor_value_info("mask", TensorProto.FLOAT, texts),
        ]
        outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width])]
        constants = [numpy_helper.from_array(one, name) for name, one in self._constants.items()]
        graph = helper.make_graph(self._nodes, "minilm", inputs, outputs, constants)
        opset = [helper.make_opsetid("", _OPSET)]
        made = helper.make_model(graph, opset_imports=opset, ir_version=_IR_VERSION)
        return bytes(made.SerializeToString())

    def _node(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:  # noqa: ANN401 - as onnx takes them
        name = output or f"v{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def _weight(self, name: str) -> str:
        self._constants[name] = self._weights[name]
        return name

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants[name] = value
        return name

    def _embedded(self) -> str:
        words = self._node("Gather", self._weight("embeddings.word_embeddings.weight"), "ids")
        shape = self._node("Shape", "ids")
        count = self._node("Gather", shape, self._constant("one", np.array(1, np.int64)))
        zero = self._constant("zero", np.array(0, np.int64))
        places = self._node("Range", zero, count, "one")
        table = self._weight("embeddings.position_embeddings.weight")
        summed = self._node("Add", words, self._node("Gather", table, places))
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        summed = self._node("Add", summed, self._constant("first_text", kind))
        return self._normal(summed, "embeddings.LayerNorm")

    def _hidden_tokens(self) -> str:
        """What is added to the attention: nothing for a token, a great deal for padding."""
        ones = self._constant("full", np.array(1, np.float32))
        hide = self._constant("hide", np.array(_HIDE, np.float32))
        empty = self._node("Mul", self._node("Sub", ones, "mask"), hide)
        return self._node("Unsqueeze", empty, self._constant("axes", np.array([1, 2], np.int64)))

    def _normal(self, value: str, name: str) -> str:
        scale, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._node("LayerNormalization", value, scale, bias, epsilon=_EPSILON)

    def _dense(self, value: str, name: str) -> str:
        turned = np.ascontiguousarray(self._weights[f"{name}.weight"].T)
        product = self._node("MatMul", value, self._constant(f"{name}.weight", turned))
        return self._node("Add", product, self._weight(f"{name}.bias"))

    def _heads(self, value: str, width: int, order: list[int]) -> str:
        shape = self._constant("heads", np.array([0, 0, HEADS, width // HEADS], np.int64))
        return self._node("Transpose", self._node("Reshape", value, shape), perm=order)

    def _layer(self, name: str, hidden: str, hide: str, width: int) -> str:
        own = f"{name}.attention.self"
        query = self._heads(self._dense(hidden, f"{own}.query"), width, [0, 2, 1, 3])
        key = self._heads(self._dense(hidden, f"{own}.key"), width, [0, 2, 3, 1])
        value = self._heads(self._dense(hidden, f"{own}.value"), width, [0, 2, 1, 3])
        root = self._constant("root", np.array((width // HEADS) ** 0.5, np.float32))
        weighed = self._node("Div", self._node("MatMul", query, key), root)
        share = self._node("Softmax", self._node("Add", weighed, hide), axis=-1)
        mixed = self._node("Transpose", self._node("MatMul", share, value), perm=[0, 2, 1, 3])
        flat = self._constant("flat", np.array([0, 0, width], np.int64))
        mixed = self._dense(self._node("Reshape", mixed, flat), f"{name}.attention.output.dense")
        hidden = self._normal(
            self._node("Add", mixed, hidden), f"{name}.attention.output.LayerNorm"
        )
        wide = self._node("Gelu", self._dense(hidden, f"{name}.intermediate.dense"))
        narrow = self._dense(wide, f"{name}.output.dense")
        return self._normal(self._node("Add", narrow, hidden), f"{name}.output.LayerNorm")

    def _pooled(self, hidden: str) -> None:
        """The mean of the tokens, padding left out, brought to length 1."""
        last = self._constant("last", np.array([2], np.int64))
        seen = self._node("Unsqueeze", "mask", last)
        tokens = self._constant("token_axis", np.array([1], np.int64))
        summed = self._node("ReduceSum", self._node("Mul", hidden, seen), tokens, keepdims=0)
        self._node("LpNormalization", summed, output="vectors", axis=-1, p=2)
