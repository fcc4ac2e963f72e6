"""Catalogues without gettext's tools: ``python -m gruenzug.web.portal.messages extract|compile|check``.

`extract` brings the catalogues in line with what code and templates say,
`compile` writes the files Django reads, `check` names what no catalogue says. Msgids are German.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

WEB = Path(__file__).resolve().parents[1]
LOCALE = WEB / "locale"
LANGUAGES = ("en",)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": spec for name, spec in DEFAULT_KEYWORDS.items() if "gettext" in name},
}
OPTIONS = {"encoding": "utf-8"}
HEADER = "# Translations of the web half; msgids are German."
KEPT_HEADERS = (b'"Language:', b'"Plural-Forms:', b'"MIME-Version:', b'"Content-T')


def catalogue_of_sources() -> Catalog:
    """Return every msgid of code and templates, with the files it stands in."""
    catalogue = Catalog(project="Grünzug", charset="utf-8")
    for path, messages in _messages():
        for _line, message, _comments, context in messages:
            catalogue.add(message, locations=[(path, 0)], context=context)
    return catalogue


def extract_all() -> None:
    """Bring every catalogue in line with the sources; translations of msgids that stay are kept."""
    sources = catalogue_of_sources()
    for language in LANGUAGES:
        path = po_file(language)
        known = read(language) if path.exists() else Catalog(locale=language, charset="utf-8")
        known.update(sources, no_fuzzy_matching=True)
        known.fuzzy, known.header_comment = False, HEADER
        known.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = BytesIO()
        write_po(stream, known, width=100, sort_output=True, include_lineno=False, omit_header=False)
        path.write_bytes(_plain_header(stream.getvalue()))
        print(f"{path.relative_to(WEB)}: {len(known)} texts, {len(missing(known))} without translation")  # noqa: T201


def compile_all() -> None:
    """Write the compiled catalogues where the sources are newer."""
    for language in LANGUAGES:
        path = po_file(language)
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        stream = BytesIO()
        write_mo(stream, read(language))
        draft = target.with_suffix(f".{path.stat().st_ino}.part")
        draft.write_bytes(stream.getvalue())
        draft.replace(target)


def check_all() -> None:
    """Name every text of the sources that a catalogue does not say; exit with 1 where there is one."""
    sources = catalogue_of_sources()
    gaps = [(language, text) for language in LANGUAGES for text in untranslated(sources, read(language))]
    for language, text in gaps:
        print(f"{language}: {text!r} is not translated")  # noqa: T201
    sys.exit(1 if gaps else 0)


def untranslated(sources: Catalog, catalogue: Catalog) -> list[str]:
    """Return the msgids of `sources` that `catalogue` lacks or says only in part."""
    rows = ((row, catalogue.get(_first(row.id), row.context)) for row in sources if row.id)
    return [_first(row.id) for row, known in rows if known is None or not _complete(known.string)]


def read(language: str) -> Catalog:
    """Return the catalogue of `language` as translators left it."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def missing(catalogue: Catalog) -> list[str]:
    """Return msgids without a (complete) translation."""
    return [_first(row.id) for row in catalogue if row.id and not _complete(row.string)]


def po_file(language: str) -> Path:
    """Return where the catalogue of `language` lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _messages() -> Iterator[tuple[str, list[tuple]]]:  # type: ignore[type-arg]
    """Yield each file with its messages; templates are turned into code that says the same."""
    for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("*.html"), *WEB.rglob("*.txt")]):
        if "node_modules" in path.parts or "migrations" in path.parts:
            continue
        text = path.read_text("utf-8")
        if path.suffix != ".py":
            text = _flush_left(templatize(text, origin=str(path)))
        found = list(extract("python", BytesIO(text.encode()), KEYWORDS, options=OPTIONS))
        yield path.relative_to(WEB).as_posix(), found


def _flush_left(code: str) -> str:
    """Return lines without indentation, which means nothing in a template but much in Python."""
    return "\n".join(line.lstrip() for line in code.splitlines())


def _plain_header(text: bytes) -> bytes:
    """Return a catalogue whose header names no moments or persons, so it changes only with its texts."""
    header, blank, rest = text.partition(b"\n\n")
    lines = [
        line for line in header.splitlines() if not line.startswith(b'"') or line.startswith(KEPT_HEADERS)
    ]
    return b"\n".join(lines) + blank + rest


def _complete(said: str | tuple[str, ...] | list[str]) -> bool:
    return all([said] if isinstance(said, str) else said)


def _first(msgid: str | tuple[str, ...] | list[str]) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


if __name__ == "__main__":
    commands = {"extract": extract_all, "compile": compile_all, "check": check_all}
    chosen = commands.get(sys.argv[1] if len(sys.argv) == 2 else "")
    if chosen is None:
        sys.exit("usage: python -m gruenzug.web.portal.messages extract|compile|check")
    chosen()
