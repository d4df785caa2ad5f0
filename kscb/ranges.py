"""A part of a file, where a browser that was cut off asks for the rest (RFC 9110, section 14)."""

import re
from typing import BinaryIO

ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class NotInFile(Exception):
    """The part asked for is outside the file."""


def asked_for(header: str, *, size: int) -> tuple[int, int] | None:
    """The first byte asked for and how many. None: send the whole file.

    Several parts at once, and what cannot be read, are answered with the whole, as is allowed.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or found[1] == found[2] == "":
        return None
    first, last = (int(number) if number else None for number in found.groups())
    if first is None:  # "-500": the last 500 bytes
        first, last = max(0, size - (last or 0)), size - 1
    elif last is not None and last < first:
        return None
    if first >= size:
        raise NotInFile
    return first, min(size - 1 if last is None else last, size - 1) - first + 1


class Part:
    """So many bytes of a stream from one on, read as a file is read."""

    def __init__(self, stream: BinaryIO, first: int, length: int) -> None:
        stream.seek(first)
        self.stream, self.left = stream, length
        self.close = stream.close

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        found = self.stream.read(wanted)
        self.left -= len(found)
        return found
