#!/usr/bin/env python3
"""Checks what a Belfry installation has signed, without Belfry and without a network.

  verify.py receipt FILE [--key VKEY] [--content FILE]
  verify.py checkpoint OLD NEW --proof FILE --key VKEY
  verify.py vectors DIR

Prints one line and exits with 0 (good), 1 (wrong) or 2 (used wrongly). Needs Python 3.9 or later, nothing else."""

import argparse
import sys

import formats
import vectors


def read(path, where):
    try:
        # One byte over the bound is enough to see that a file is too long.
        with open(path, "rb") as file:
            return file.read(formats.MAX_BYTES + 1)
    except OSError as error:
        raise formats.Wrong(where, f"it cannot be opened ({error.strerror})") from None


def read_text(path, where):
    try:
        return read(path, where).decode("utf-8")
    except UnicodeDecodeError:
        raise formats.Wrong(where, "it is not a signed note") from None


def read_whole(path, where):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise formats.Wrong(where, f"it cannot be opened ({error.strerror})") from None


def run(arguments):
    if arguments.command == "receipt":
        key = formats.Key(arguments.key.strip()) if arguments.key else None
        content = read_whole(arguments.content, "content") if arguments.content else None
        return formats.receipt(read(arguments.file, "file"), key, content)
    if arguments.command == "checkpoint":
        old, new = read_text(arguments.old, "old checkpoint"), read_text(arguments.new, "new checkpoint")
        key = formats.Key(arguments.key.strip())
        return formats.continuation(old, new, read(arguments.proof, "file"), key)
    return vectors.check(arguments.directory)


def parse():
    parser = argparse.ArgumentParser(prog="verify.py", description="Checks what a Belfry installation has signed.")
    commands = parser.add_subparsers(dest="command", required=True)
    receipt = commands.add_parser("receipt", help="a reporter's proof")
    receipt.add_argument("file")
    receipt.add_argument("--key", help="the published verifier key")
    receipt.add_argument("--content", metavar="FILE", help="the report's text, if it is at hand")
    checkpoint = commands.add_parser("checkpoint", help="that a later checkpoint continues an earlier one")
    checkpoint.add_argument("old")
    checkpoint.add_argument("new")
    checkpoint.add_argument("--proof", metavar="FILE", required=True)
    checkpoint.add_argument("--key", required=True, help="the published verifier key")
    vector = commands.add_parser("vectors", help="that this verifier agrees with the published vectors")
    vector.add_argument("directory")
    return parser.parse_args()


def main():
    try:
        print(run(parse()))
        return 0
    except formats.Wrong as wrong:
        print(wrong)
        return 1


if __name__ == "__main__":
    sys.exit(main())
