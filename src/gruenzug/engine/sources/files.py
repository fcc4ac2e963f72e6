"""The first look at a file: is it there, has it content, is it the text it should be."""

from __future__ import annotations

import codecs
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from gruenzug.engine.errors import SourceError

_BLOCK = 1 << 20
_HEAD = 4096


def present(path: Path) -> Path:
    """Return `path` if it is a file with content; raise SourceError with the remedy if not."""
    if path.is_dir():
        raise SourceError(f"{path} is a folder, not a file; name the file inside it")
    if not path.exists():
        raise SourceError(f"{path} does not exist; fetch the region's sources or correct the path")
    try:
        with path.open("rb") as file:
            start = file.read(1)
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check its permissions") from None
    if not start:
        raise SourceError(f"{path} is empty; fetch it again")
    return path


def checksum(path: Path) -> str:
    """Return the sha256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def readable_text(path: Path, encoding: str = "utf-8", option: str = "options.encoding") -> Path:
    """Return `path` if all of it is text in `encoding`; raise SourceError with the place if not."""
    present(path)
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        raise SourceError(f'{path}: "{encoding}" is no text encoding; correct {option}') from None
    with path.open("rb") as file:
        refuse_binary(path, file.read(_HEAD), encoding)
        file.seek(0)
        _decode(path, file, decoder, encoding, option)
    return path


def refuse_binary(path: Path, head: bytes, encoding: str = "utf-8") -> None:
    """Raise SourceError if the first bytes of a file are not one byte per letter."""
    if b"\0" not in head or "16" in encoding or "32" in encoding:
        return
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SourceError(f"{path} is text in UTF-16, expected {encoding}; save it as {encoding}")
    raise SourceError(f"{path} is not a text file; fetch it again or correct the path")


def _decode(
    path: Path,
    file: BinaryIO,
    decoder: codecs.IncrementalDecoder,
    encoding: str,
    option: str,
) -> None:
    row = 1
    while True:
        block = file.read(_BLOCK)
        try:
            row += decoder.decode(block, final=not block).count("\n")
        except UnicodeDecodeError as error:
            row += block[: error.start].count(b"\n")
            raise SourceError(
                f"{path}, line {row}: byte 0x{error.object[error.start]:02x} is not {encoding}; save the "
                f'file as {encoding} or name its encoding in {option}, such as "cp1252"'
            ) from None
        if not block:
            return
