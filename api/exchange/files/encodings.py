"""Which encoding a text file is in: UTF-8 or UTF-16, with a byte order mark or without; never guessed beyond that."""

from __future__ import annotations

import codecs
from pathlib import Path

STEP = 1 << 16
"""A file is looked through in steps of so many bytes (64 KiB), which stay in a processor's cache."""

LONGEST = 1 << 20
"""So many bytes without the end of a line (1 MiB) are suspicious."""

UNREADABLE = "\udcff"
"""Stands for bytes that are no text in the file's encoding, where one looks for them; no sound text holds it."""

MARKING = "truceline-marked"
"""The error handler that puts `UNREADABLE` in their place."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

codecs.register_error(MARKING, lambda wrong: (UNREADABLE, getattr(wrong, "end", 0)))


def encoding_of(head: bytes) -> str:
    """The encoding of a file that begins so, as Python names it.

    UTF-16 without a mark shows in the zero byte beside its first letter, which is Latin in every header we know.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    first, second = head[:1] == b"\0", head[1:2] == b"\0"
    if first == second:
        return "utf-8"
    return "utf-16-be" if first else "utf-16-le"


def looks_sound(path: Path, encoding: str) -> bool:
    """Whether all of a file is text of its encoding, with lines, without zero bytes, and with quotes in pairs.

    It is quick, and says only that something may be amiss; it is read through before anything is taken in.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    quotes = unended = 0
    try:
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(STEP):
                text = decoder.decode(chunk)
                quotes += text.count('"')
                unended = 0 if "\n" in text or "\r" in text else unended + len(chunk)
                if "\0" in text or unended > LONGEST:
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return quotes % 2 == 0
