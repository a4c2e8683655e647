"""The tree against the published vectors of Certificate Transparency (RFC 6962 with SHA-256)."""

import pytest

from codeward.adapters import verify_ledger
from codeward.safeguards.ledger.tree import (
    EMPTY,
    Frontier,
    LedgerError,
    consistency_path,
    consistent,
    frontier,
    includes,
    inclusion_path,
    leaf_hash,
    node_hash,
    perfect_over,
    root_of,
)

LEAVES = [
    bytes.fromhex(one)
    for one in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PERFECT = perfect_over([leaf_hash(one) for one in LEAVES])


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    grown, read_apart = Frontier(), verify_ledger.Tree()
    for leaf in LEAVES[:size]:
        grown.append(leaf_hash(leaf))
        read_apart.add(leaf_hash(leaf))
    assert grown.root().hex() == ROOTS[size - 1]
    assert root_of(size, PERFECT).hex() == ROOTS[size - 1]
    assert read_apart.root().hex() == ROOTS[size - 1]
    assert frontier(size, PERFECT).root() == grown.root()


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Frontier().root().hex() == empty == EMPTY.hex()
    assert verify_ledger.Tree().root().hex() == empty


def test_leaf_and_node_are_hashed_apart() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert node_hash(left, right) != leaf_hash(left + right)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (1, 1, ()),
        (
            1, 8,
            (
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ),
        ),
        (
            6, 8,
            (
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ),
        ),
        (
            2, 5,
            (
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ),
        ),
    ],
)  # fmt: skip
def test_consistency_proofs_are_the_published_ones(
    old: int, new: int, path: tuple[str, ...]
) -> None:
    found = consistency_path(old, new, PERFECT)
    assert tuple(one.hex() for one in found) == path
    roots = bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1])
    assert consistent(old, new, found, *roots)


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, ()),
        (
            0, 8,
            (
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ),
        ),
        (
            5, 8,
            (
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ),
        ),
        (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
    ],
)  # fmt: skip
def test_inclusion_proofs_are_the_published_ones(
    index: int, size: int, path: tuple[str, ...]
) -> None:
    found = inclusion_path(index, size, PERFECT)
    assert tuple(one.hex() for one in found) == path
    root = bytes.fromhex(ROOTS[size - 1])
    assert includes(leaf_hash(LEAVES[index]), index, size, found, root)
    assert verify_ledger._leads(LEAVES[index], index, size, list(found), root)


def test_every_proof_below_130_entries_holds_and_a_forged_one_does_not() -> None:
    leaves = [leaf_hash(bytes([one])) for one in range(129)]
    perfect = perfect_over(leaves)
    roots = [root_of(size, perfect) for size in range(130)]
    other = leaf_hash(b"other")
    for size in range(1, 130):
        for index in range(size):
            path = inclusion_path(index, size, perfect)
            assert includes(leaves[index], index, size, path, roots[size])
            assert not includes(other, index, size, path, roots[size])
        for old in range(1, size + 1):
            path = consistency_path(old, size, perfect)
            assert consistent(old, size, path, roots[old], roots[size])
            assert not consistent(old, size, path, other, roots[size])


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(LedgerError, match="no entry 8"):
        inclusion_path(8, 8, PERFECT)
    with pytest.raises(LedgerError, match="cannot begin"):
        consistency_path(9, 8, PERFECT)
    with pytest.raises(LedgerError, match="peaks"):
        Frontier(3, [EMPTY])
    root = bytes.fromhex(ROOTS[7])
    assert not includes(leaf_hash(b""), 8, 8, (), root)
    assert not includes(leaf_hash(b""), 0, 1, (root,), root)
    assert not consistent(0, 8, (root,), EMPTY, root)
    assert consistent(0, 8, (), EMPTY, root)
    assert not consistent(6, 8, (), root, root)
    assert not consistent(9, 8, (root,), root, root)
    assert not consistent(4, 8, (root, root, root), bytes.fromhex(ROOTS[3]), root)
