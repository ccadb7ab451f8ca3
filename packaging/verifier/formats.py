"""Belfry's formats, read and checked: signed notes, checkpoints, promises, proofs.
Follows crates/ledger/FORMAT.md and the RFCs and shares no code with the program, so that one slip is not made twice."""

import base64
import binascii
import json
import re
from datetime import date

import ed25519
from hashes import ENTRY_VERSION, commit, consistent, field_digest, included, leaf_hash, sha256

PROOF_VERSION = "belfry-proof/v1"
CONSISTENCY_VERSION = "belfry-consistency/v1"
PROMISE_PURPOSE = "belfry promise v1"
ENTRY_FIELDS = ["dossier", "stream", "number", "prev", "kind", "at", "by", "facts", "body", "content"]
MAX_BYTES = 1_000_000
MAX_SIGNATURES = 100
SPACES = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


class Wrong(Exception):
    """A failed check: where, and what."""

    def __init__(self, where, what):
        super().__init__(f"wrong: {where}: {what}")
        self.where, self.what = where, what


def unbase64(text, length=None):
    """The bytes of canonical base64, or None."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    if base64.b64encode(data).decode() != text or (length is not None and len(data) != length):
        return None
    return data


# Signed notes: C2SP signed-note


class Key:
    """A verifier key, name+id+base64."""

    def __init__(self, text):
        parts = text.split("+", 2)
        data = unbase64(parts[2], 33) if len(parts) == 3 else None
        if data is None or not re.fullmatch(r"[!-*,-~]{1,128}", parts[0]):
            raise Wrong("key", "it is not a usable verifier key")
        self.text, self.name, self.public = text, parts[0], data[1:]
        self.id = sha256(self.name.encode(), b"\n", data)[:4]
        if data[0] != 1 or self.id.hex() != parts[1] or not ed25519.is_key(self.public):
            raise Wrong("key", "it is not a usable verifier key")


def signature_line(line):
    """(name, key id, signature) of a signature line, or None."""
    parts = line[2:].split(" ", 1) if line.startswith("\u2014 ") else []
    if len(parts) != 2 or not parts[0] or any(c in SPACES or c == "+" for c in parts[0]):
        return None
    data = unbase64(parts[1])
    return (parts[0], data[:4], data[4:]) if data is not None and len(data) > 4 else None


def open_note(note, keys, where):
    """The text of a note and the key of its first known signature."""
    malformed = Wrong(where, "it is not a signed note")
    middle = note.rfind("\n\n")
    too_long = len(note.encode()) > MAX_BYTES
    if too_long or middle < 0 or any(c < " " and c != "\n" for c in note) or not note.endswith("\n"):
        raise malformed
    text, lines = note[: middle + 1], note[middle + 2 :].split("\n")[:-1]
    if not lines:
        raise malformed
    signer, seen = None, set()
    for count, line in enumerate(lines):
        read = signature_line(line) if count < MAX_SIGNATURES else None
        if read is None:
            raise malformed
        key = next((key for key in keys if (key.name, key.id) == read[:2]), None)
        if key is None or key.text in seen:
            continue
        seen.add(key.text)
        if not ed25519.verify(key.public, text.encode(), read[2]):
            raise Wrong(where, "the signature does not fit the text")
        signer = signer or key
    if signer is None:
        raise Wrong(where, "it is not signed by the key")
    return text, signer


def day(text):
    """A calendar day written YYYY-MM-DD, or None."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return None


def checkpoint(note, keys, where="checkpoint"):
    """(origin, size, root) of a signed checkpoint."""
    text, key = open_note(note, keys, where)
    lines = text.split("\n")
    number = len(lines) == 4 and lines[0] and re.fullmatch(r"0|[1-9][0-9]*", lines[1])
    digest = unbase64(lines[2], 32) if number else None
    if digest is None or int(lines[1][:21]) >= 2**64:
        raise Wrong(where, "it is not the text of a checkpoint")
    if lines[0] != key.name:
        raise Wrong(where, "it is about another log than the key's")
    return lines[0], int(lines[1]), digest


def promise(note, keys):
    """(origin, commitment, day received, day before which it is in the log) of a signed promise."""
    text, key = open_note(note, keys, "promise")
    unread = Wrong("promise", "it is not the text of a promise")
    lines = text.split("\n")
    if len(lines) != 6 or not lines[0] or lines[1] != PROMISE_PURPOSE:
        raise unread
    if not lines[3].startswith("received on ") or not lines[4].startswith("in the log before "):
        raise unread
    digest = unbase64(lines[2], 32)
    received, before = day(lines[3][len("received on ") :]), day(lines[4][len("in the log before ") :])
    if digest is None or received is None or before is None or before <= received:
        raise unread
    if lines[0] != key.name:
        raise Wrong("promise", "it is about another log than the key's")
    return lines[0], digest, received, before


# Files


def read_json(data, version, kind, shape):
    """A JSON file of this version, read strictly; `shape` gives the typed content or None."""
    unreadable = Wrong("file", f"it cannot be read as a {kind}")
    if len(data) > MAX_BYTES:
        raise Wrong("file", f"it is too long for a {kind}")
    repeated = []

    def pairs(items):
        found = dict(items)
        if len(found) != len(items):
            repeated.append(True)
        return found

    def integer(text):
        # "-0" would be read as 0. No negative number belongs in any of our files, so a float stands for it: refused.
        return -1.0 if text.startswith("-") or len(text) > 20 else int(text)

    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=pairs, parse_int=integer)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise unreadable from None
    found = value.get("version") if isinstance(value, dict) else None
    if isinstance(found, str) and found != version:
        raise Wrong("version", f"it is not {version}")
    content = shape(value) if isinstance(value, dict) and not repeated else None
    if content is None:
        raise unreadable
    return content


def has(value, needed, optional=()):
    """Whether it is an object with these names and no others."""
    names = set(value) if isinstance(value, dict) else {None}
    return set(needed) <= names <= set(needed) | set(optional)


def texts(*values):
    return all(isinstance(value, str) for value in values)


def count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64


def hashes(value):
    """A list of hashes, or None."""
    if not isinstance(value, list) or not texts(*value):
        return None
    found = [unbase64(text, 32) for text in value]
    return None if None in found else found


def proof_shape(value):
    needed = ["version", "origin", "key", "received_on", "commitment", "fields", "content", "promise"]
    if not has(value, needed, ["inclusion"]) or not isinstance(value["fields"], list):
        return None
    if not texts(*(value[name] for name in needed if name not in ("fields", "content"))):
        return None
    content, inclusion = value["content"], value.get("inclusion")
    if not has(content, ["salt", "digest"]) or not texts(*content.values()):
        return None
    proof = dict(value)
    proof["commitment"] = unbase64(value["commitment"], 32)
    proof["content"] = {name: unbase64(text, 32) for name, text in content.items()}
    if proof["commitment"] is None or None in proof["content"].values():
        return None
    proof["fields"] = [field_shape(field) for field in value["fields"]]
    proof["inclusion"] = None if inclusion is None else inclusion_shape(inclusion)
    return None if None in proof["fields"] or (inclusion is not None and proof["inclusion"] is None) else proof


def field_shape(value):
    if not has(value, ["name", "digest"], ["salt", "value"]) or not texts(value["name"], value["digest"]):
        return None
    field = {"name": value["name"], "digest": unbase64(value["digest"], 32), "salt": None, "value": None}
    for name, length in (("salt", 32), ("value", None)):
        text = value.get(name)
        if text is not None:
            field[name] = unbase64(text, length) if isinstance(text, str) else None
            if field[name] is None:
                return None
    return field if field["digest"] is not None else None


def inclusion_shape(value):
    if not has(value, ["index", "size", "path", "checkpoint"]) or not texts(value["checkpoint"]):
        return None
    path = hashes(value["path"])
    if not count(value["index"]) or not count(value["size"]) or path is None:
        return None
    return dict(value, path=path)


def consistency_shape(value):
    if not has(value, ["version", "old", "new", "path"]) or not texts(value["version"]):
        return None
    path = hashes(value["path"])
    return dict(value, path=path) if count(value["old"]) and count(value["new"]) and path is not None else None


# Verdicts; the order of the checks is part of the format


def receipt(data, published=None, content=None):
    """Checks a reporter's proof; gives the line that says what it shows."""
    proof = read_json(data, PROOF_VERSION, "proof", proof_shape)
    key = Key(proof["key"])
    if published is not None and published.text != key.text:
        raise Wrong("key", "it is not the published key")
    if proof["origin"] != key.name:
        raise Wrong("origin", "it is not the name in the key")
    received = day(proof["received_on"])
    if received is None:
        raise Wrong("received_on", "it is not a day written as YYYY-MM-DD")
    check_fields(proof, received)
    check_content(proof, content)
    _, promised, promised_day, before = promise(proof["promise"], [key])
    if promised != proof["commitment"]:
        raise Wrong("promise", "it is about another entry")
    if promised_day != received:
        raise Wrong("promise", "it names another day of receipt")
    line = f"good: received on {received}; "
    if proof["inclusion"] is None:
        line += f"promised to be in the log before {before}"
    else:
        line += check_inclusion(proof, key)
    if published is not None:
        line += "; signed by the published key"
    else:
        line += "; signed by the key in the file (compare it with the published one)"
    return line + ("; the given text is what was reported" if content is not None else "")


def check_fields(proof, received):
    if [field["name"] for field in proof["fields"]] != ENTRY_FIELDS:
        raise Wrong("fields", "they are not the fields of an entry in their order")
    for field in proof["fields"]:
        name, salt, value = field["name"], field["salt"], field["value"]
        if salt is None and value is None:
            continue
        if salt is None or value is None:
            raise Wrong(f"field {name}", "it is shown in part only")
        if field_digest(name, salt, value) != field["digest"]:
            raise Wrong(f"field {name}", "the shown value is not the one that was logged")
        if name == "at" and moment_day(value) != received:
            raise Wrong(f"field {name}", "it is not on the day of receipt")
    digests = [(field["name"], field["digest"]) for field in proof["fields"]]
    if commit(ENTRY_VERSION, digests) != proof["commitment"]:
        raise Wrong("commitment", "it does not belong to these fields")


def moment_day(value):
    try:
        return day(value.decode("utf-8").split("T", 1)[0])
    except UnicodeDecodeError:
        return None


def check_content(proof, content):
    digest = proof["content"]["digest"]
    if field_digest("content", proof["content"]["salt"], digest) != proof["fields"][-1]["digest"]:
        raise Wrong("content", "it is not the content that was logged")
    if content is not None and sha256(content) != digest:
        raise Wrong("content", "the given text is not what was reported")


def check_inclusion(proof, key):
    inclusion = proof["inclusion"]
    _, size, expected = checkpoint(inclusion["checkpoint"], [key])
    if size != inclusion["size"]:
        raise Wrong("inclusion", "its size is not that of its checkpoint")
    leaf = leaf_hash(proof["commitment"])
    if not included(leaf, inclusion["index"], size, inclusion["path"], expected):
        raise Wrong("inclusion", "the path does not lead from this entry to the checkpoint")
    return f"in the log at place {inclusion['index'] + 1} of {size}"


def continuation(old_note, new_note, data, key):
    """Checks that a later checkpoint continues an earlier one; gives the line that says so."""
    proof = read_json(data, CONSISTENCY_VERSION, "consistency proof", consistency_shape)
    _, old, old_root = checkpoint(old_note, [key], "old checkpoint")
    _, new, new_root = checkpoint(new_note, [key], "new checkpoint")
    if (old, new) != (proof["old"], proof["new"]):
        raise Wrong("sizes", "the proof is not about these two checkpoints")
    if not consistent(old, old_root, new, new_root, proof["path"]):
        raise Wrong("consistency", "the later log does not continue the earlier one")
    return f"good: the log of {new} leaves continues the log of {old} leaves; nothing was changed or removed"
