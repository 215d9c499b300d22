"""Rows of a file with accounts (CSV or XLSX), knowing nothing of Odoo.

Cells are text and stay text: nothing in them is evaluated, of an XLSX formula its last result is taken.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import openpyxl

__all__ = ["COLUMNS", "REQUIRED", "AccountFileError", "AccountRow", "read_account_file"]

COLUMNS = ("name", "email", "login", "role", "job", "language", "phone", "company")
REQUIRED = ("name", "email")
# An account takes the server about a tenth of a second, and a request has two minutes.
MAX_ROWS = 500
MAX_BYTES = 5 * 1024 * 1024
# A compressed file of some kilobytes may unpack to gigabytes.
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_CELL = 250
MAX_COLUMNS = 100
DELIMITERS = ",;\t"
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ALIASES = {
    "name": ("name", "full name", "employee", "person", "ім'я", "прізвище та ім'я", "прізвище, ім'я", "піб", "назва"),
    "email": ("email", "mail", "email address", "електронна пошта", "ел. пошта", "пошта", "електронна адреса"),
    "login": ("login", "user name", "username", "логін", "ім'я користувача"),
    "role": ("role", "roles", "роль", "ролі"),
    "job": ("job position", "job", "position", "job title", "посада", "робоча посада"),
    "language": ("language", "lang", "мова"),
    "phone": ("phone", "mobile", "phone number", "телефон", "мобільний", "номер телефону", "мобільний телефон"),
    "company": ("company", "компанія", "організація"),
}


class AccountFileError(Exception):
    """A file that can not be read.

    `code` is one of empty, too_big, too_many_rows, unknown_type, encrypted, damaged, no_header,
    missing_columns, repeated_column; `detail` is what the message should name (a number, column keys), or "".
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class AccountRow:
    """A row of the file: its number as spreadsheets show it, and text by column; columns not in the file are ""."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def too_long(self) -> tuple[str, ...]:
        """Columns whose text is longer than any honest name or address."""
        return tuple(column for column, text in self.cells.items() if len(text) > MAX_CELL)


def read_account_file(
    content: bytes, headings: Mapping[str, str] | None = None, max_rows: int = MAX_ROWS
) -> list[AccountRow]:
    """Return the rows of a CSV (UTF-8, UTF-16 or Windows-1251; comma, semicolon or tab) or XLSX file (first sheet).

    `headings` are more headings than the English and Ukrainian ones: {heading: column}. Rows without text are
    left out. Raises AccountFileError.
    """
    if not content.strip():
        raise AccountFileError("empty")
    if len(content) > MAX_BYTES:
        raise AccountFileError("too_big", str(MAX_BYTES // 1024 // 1024))
    known = _known_headings(headings or {})
    if content.startswith(OLE):
        raise AccountFileError("encrypted")
    table = _xlsx_rows(content) if content.startswith(ZIP) else _csv_rows(_decode(content), known)
    return _account_rows(table, known, max_rows)


def _known_headings(more: Mapping[str, str]) -> dict[str, str]:
    known = {_key(heading): column for heading, column in more.items()}
    known.update((_key(alias), column) for column, aliases in ALIASES.items() for alias in aliases)
    return known


def _key(heading: str) -> str:
    """Fold case, spaces, hyphens and the kinds of apostrophe; a star marks required columns."""
    folded = heading.replace("’", "'").replace("ʼ", "'").replace("`", "'").replace("-", "").replace("*", "")
    return " ".join(folded.replace("_", " ").casefold().split())


def _decode(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return _decode_as(content, encoding)
    if b"\x00" in content:
        raise AccountFileError("unknown_type")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as(content, "cp1251")


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise AccountFileError("unknown_type") from error


def _csv_rows(text: str, known: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield rows split by the delimiter under which most headings are known; Excel's `sep=;` line may say it."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep=") and len(first) == 5:
        delimiter = first[4]
    else:
        delimiter = max(DELIMITERS, key=lambda sign: sum(_key(cell) in known for cell in first.split(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield [] if row and row[0].lower().startswith("sep=") else row
    except csv.Error as error:
        raise AccountFileError("damaged", str(reader.line_num)) from error


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    book = _open_book(content)
    try:
        # Files of some programs lie about their size in a tag that openpyxl trusts.
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
            yield [_text(value) for value in row]
    except AccountFileError:
        raise
    except Exception as error:  # openpyxl raises whatever its XML parser meets in a broken part
        raise AccountFileError("damaged") from error
    finally:
        book.close()


def _open_book(content: bytes) -> "openpyxl.Workbook":
    # Here, not above: each worker would load it at its start.
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise AccountFileError("too_big", str(MAX_BYTES // 1024 // 1024))
            if "xl/workbook.xml" not in archive.namelist():
                raise AccountFileError("unknown_type")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except AccountFileError:
        raise
    except Exception as error:  # as above: zipfile, KeyError of a part, XML errors
        raise AccountFileError("damaged") from error
    if not book.worksheets:
        raise AccountFileError("empty")
    return book


def _text(value: object) -> str:
    """Text of a cell: numbers without a tail of zeros, so that a phone stays one."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def _account_rows(table: Iterable[list[str]], known: Mapping[str, str], max_rows: int) -> list[AccountRow]:
    numbered = _filled_rows(table, max_rows)
    header = next(numbered, None)
    if header is None:
        raise AccountFileError("empty")
    columns = _columns(header[1], known)
    rows: list[AccountRow] = []
    for number, cells in numbered:
        if len(rows) == max_rows:
            raise AccountFileError("too_many_rows", str(max_rows))
        texts = {column: " ".join(cells[index].split()) for column, index in columns.items() if index < len(cells)}
        if any(texts.values()):
            rows.append(AccountRow(number, texts))
    if not rows:
        raise AccountFileError("empty")
    return rows


def _filled_rows(table: Iterable[list[str]], max_rows: int) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(table, 1):
        # Empty rows cost time too: an honest file has some, not a million.
        if number > 10 * max_rows + 100:
            raise AccountFileError("too_many_rows", str(max_rows))
        if any(cell.strip() for cell in row):
            yield number, row


def _columns(header: list[str], known: Mapping[str, str]) -> dict[str, int]:
    """Return the place of each known column; other columns are nobody's business."""
    columns: dict[str, int] = {}
    for index, heading in enumerate(header):
        column = known.get(_key(heading))
        if column in columns:
            raise AccountFileError("repeated_column", column)
        if column:
            columns[column] = index
    if not columns:
        raise AccountFileError("no_header")
    if missing := [column for column in REQUIRED if column not in columns]:
        raise AccountFileError("missing_columns", ",".join(missing))
    return columns
