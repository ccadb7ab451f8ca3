"""Belfry's hashes: commitments (crates/ledger/FORMAT.md) and the Merkle tree (RFC 9162)."""

import hashlib

ENTRY_VERSION = "belfry/entry/v1"
FILLER_VERSION = "belfry/filler/v1"


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# Commitments


def prefixed(data):
    return len(data).to_bytes(8, "big") + data


def field_digest(name, salt, value):
    return sha256(prefixed(name.encode()), salt, prefixed(value))


def commit(version, digests):
    named = b"".join(prefixed(name.encode()) + digest for name, digest in digests)
    return sha256(prefixed(version.encode()), len(digests).to_bytes(8, "big"), named)


def filler(salt):
    return commit(FILLER_VERSION, [("filler", field_digest("filler", salt, b""))])


# The tree: RFC 9162 sections 2.1.1, 2.1.3.2 and 2.1.4.2


def leaf_hash(data):
    return sha256(b"\x00", data)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


def root(leaves):
    """The Merkle tree hash of leaf hashes, as the recursion of the RFC."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(root(leaves[:split]), root(leaves[split:]))


def included(leaf, index, size, path, expected):
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == expected


def consistent(first, first_hash, second, second_hash, path):
    if first > second:
        return False
    if first == second:
        return not path and first_hash == second_hash
    if first == 0:
        return not path and first_hash == sha256()
    path = list(path)
    if first & (first - 1) == 0:
        path.insert(0, first_hash)
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_hash and sr == second_hash
