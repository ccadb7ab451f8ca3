"""Runs the published vectors (crates/ledger/vectors): every verdict, good or bad, must be the one that stands there."""

import base64
import json
import pathlib

import formats
import hashes
from formats import Wrong


def line_of(action, *arguments):
    try:
        return action(*arguments)
    except Wrong as wrong:
        return str(wrong)


def agree(expected, found):
    """The same line; where a file can't be read at all, the same place is enough."""
    unreadable = "wrong: file:"
    return expected == found or (expected.startswith(unreadable) and found.startswith(unreadable))


def data_of(case, name):
    if name + "_base64" in case:
        return base64.b64decode(case[name + "_base64"])
    return None if case.get(name) is None else case[name].encode()


def tree(content):
    leaves = [hashes.leaf_hash(bytes.fromhex(leaf)) for leaf in content["leaves"]]
    for size, expected in enumerate(content["roots"]):
        yield f"root of {size}", expected, hashes.root(leaves[:size]).hex()
    for number, case in enumerate(content["inclusion"]):
        path = [bytes.fromhex(one) for one in case["path"]]
        leaf, root = bytes.fromhex(case["leaf"]), bytes.fromhex(case["root"])
        found = hashes.included(leaf, case["index"], case["size"], path, root)
        yield f"inclusion {number}", case["ok"], found
    for number, case in enumerate(content["consistency"]):
        path = [bytes.fromhex(one) for one in case["path"]]
        old, new = bytes.fromhex(case["old_root"]), bytes.fromhex(case["new_root"])
        found = hashes.consistent(case["old"], old, case["new"], new, path)
        yield f"consistency {number}", case["ok"], found


def commitment(content):
    for case in content["fields"]:
        salt, value = bytes.fromhex(case["salt"]), bytes.fromhex(case["value"])
        yield case["name"], case["digest"], hashes.field_digest(case["name"], salt, value).hex()
    for number, case in enumerate(content["commitments"]):
        digests = [(name, bytes.fromhex(digest)) for name, digest in case["digests"]]
        yield f"commitment {number}", case["commitment"], hashes.commit(case["version"], digests).hex()
    for number, case in enumerate(content["fillers"]):
        yield f"filler {number}", case["commitment"], hashes.filler(bytes.fromhex(case["salt"])).hex()


def open_note(case):
    text, _ = formats.open_note(case["note"], [formats.Key(key) for key in case["keys"]], "note")
    return "good: " + text


def note(content):
    for case in content["cases"]:
        yield case["name"], case["line"], line_of(open_note, case)


def statement(content):
    def check(case):
        keys = [formats.Key(case["key"])]
        if case["kind"] == "checkpoint":
            origin, size, root = formats.checkpoint(case["note"], keys)
            return f"good: {origin} {size} {root.hex()}"
        origin, digest, received, before = formats.promise(case["note"], keys)
        return f"good: {origin} {digest.hex()} {received} {before}"

    for case in content["cases"]:
        yield case["name"], case["line"], line_of(check, case)


def proof(content):
    def check(case):
        key = formats.Key(case["key"]) if case["key"] is not None else None
        return formats.receipt(data_of(case, "proof"), key, data_of(case, "content"))

    for case in content["cases"]:
        yield case["name"], case["line"], line_of(check, case)


def consistency(content):
    def check(case):
        key = formats.Key(case["key"])
        return formats.continuation(case["old"], case["new"], data_of(case, "proof"), key)

    for case in content["cases"]:
        yield case["name"], case["line"], line_of(check, case)


KINDS = {
    "tree": tree,
    "commitment": commitment,
    "note": note,
    "statement": statement,
    "proof": proof,
    "consistency": consistency,
}


def check(directory):
    """Checks every file of vectors in a directory; gives the line that says how many agree."""
    total = 0
    files = sorted(pathlib.Path(directory).glob("*.json"))
    if not files:
        raise Wrong("vectors", "there are none in this directory")
    for path in files:
        content = json.loads(path.read_text(encoding="utf-8"))
        for name, expected, found in KINDS[content["kind"]](content):
            total += 1
            if not agree(expected, found) if isinstance(expected, str) else expected != found:
                raise Wrong(f"{path.name}, {name}", f"{found!r} where {expected!r} is expected")
    return f"good: {total} vectors agree"
