"""What a workbook is packed in: a zip that says how much it unpacks to, and is held to that before it is read."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from api.exchange.draft import FileRefused

UNPACKED = 1 << 30
"""A workbook whose parts unpack to more bytes than this, taken together, is refused: 1 GiB."""

UNPACKED_TEXTS = 1 << 28
"""Texts that cells share are held in memory: a workbook with more bytes of them than this is refused, 256 MiB."""

PARTS = 10_000
"""A workbook of more parts than this is refused."""

RATIO = 200
"""A part of more than 1 MiB that unpacks to more than so many times its size is refused; real sheets reach 30."""

UNPACKING = (BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError, ValueError)
"""What Python's zipfile raises on what is no sound zip."""

_SMALL = 1 << 20
_STEP = 1 << 20
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s+ref=["']([A-Z0-9:$]{1,40})["']""")
_LONGEST_SIGN = 128


def check_archive(path: Path) -> None:
    """Hold a workbook to the limits by its table of contents, and refuse what is not a workbook of cells alone.

    Python's zipfile unpacks no part beyond the size that the table of contents gives, so that a table which lies
    is refused where it does. Raises FileRefused.
    """
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            _check_kind(archive, {part.filename for part in parts})
    except UNPACKING as wrong:
        raise FileRefused(f"it is packed like a workbook, and cannot be unpacked: {in_a_line(wrong)}") from wrong


def _check_sizes(parts: list[ZipInfo]) -> None:
    if len(parts) > PARTS:
        raise FileRefused(f"the workbook has {len(parts)} parts, and {PARTS} is the most that is read")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED:
        raise FileRefused(f"the workbook unpacks to {unpacked} bytes, and {UNPACKED} is the most that is read")
    for part in parts:
        if part.flag_bits & 1:
            raise FileRefused("the workbook is encrypted: save it without a password")
        if part.file_size > max(_SMALL, RATIO * part.compress_size):
            raise FileRefused(f"{part.filename!r} in the workbook unpacks to more than {RATIO} times its size")
        if part.filename.lower().endswith("sharedstrings.xml") and part.file_size > UNPACKED_TEXTS:
            raise FileRefused(f"the workbook's texts unpack to {part.file_size} bytes; save the sheet as CSV")


def _check_kind(archive: ZipFile, names: set[str]) -> None:
    types = "[Content_Types].xml"
    if any("vbaproject" in name.lower() for name in names) or (
        types in names and b"macroenabled" in archive.read(types).lower()
    ):
        raise FileRefused("the workbook has macros: save it as .xlsx, without them")
    if types not in names or "xl/workbook.bin" in names:
        raise FileRefused("it is a zip and not an Excel workbook (.xlsx): save the table as .xlsx or CSV")


@dataclass(frozen=True, slots=True)
class SheetSigns:
    """What a sheet has that its cells alone do not tell: whether some are computed, and which are merged (`B5:B6`)."""

    formulas: bool
    merged: frozenset[str]


def signs_of(path: Path, part: str) -> SheetSigns:
    """What to mind in a sheet, by the name of its part. Raises FileRefused."""
    formulas, merged = False, set[str]()
    try:
        with ZipFile(path) as archive, archive.open(part) as sheet:
            kept = b""
            while step := sheet.read(_STEP):
                formulas = formulas or _FORMULA.search(kept + step) is not None
                merged.update(found.decode() for found in _MERGED.findall(kept + step))
                kept = step[-_LONGEST_SIGN:]
    except (*UNPACKING, KeyError) as wrong:
        raise FileRefused(f"the sheet cannot be unpacked: {in_a_line(wrong)}") from wrong
    return SheetSigns(formulas, frozenset(merged))


def in_a_line(wrong: Exception) -> str:
    """What an error says, in one line."""
    return " ".join(str(wrong).split()) or type(wrong).__name__
