"""Rows of typed cells written straight into a sheet in constant memory, without an object for each cell.

xlsxwriter makes an object of each cell and formats it anew; here all that the cells of a column have in common is
made once. The rows go between those of xlsxwriter, which writes everything else. Of a version of xlsxwriter without
the parts that this needs, `make_sheet_class` gives None, and its own methods are used instead.
"""

import re
from functools import cache

__all__ = ["RowWriter", "make_sheet_class"]

NEEDED = ("_write_single_row", "_escape_data", "_escape_control_characters", "_check_dimensions")
# Excel counts days from here (its 1900 had a 29th of February).
DAY_ZERO = 693594
MAX_TEXT = 32767
# What is not written as it is: XML's own signs, control characters, Excel's escapes, spaces at the ends.
SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|\A\s|\s\Z")


@cache
def make_sheet_class():
    """Return a class of worksheets that take ready rows; None if this xlsxwriter has no place for them."""
    from xlsxwriter.worksheet import Worksheet

    if not all(hasattr(Worksheet, name) for name in NEEDED):
        return None

    class RowSheet(Worksheet):
        def write_ready_row(self, row, cells):
            """Write a row below all others, its cells given as XML."""
            self._check_dimensions(row, 0)
            self._write_single_row(row)
            self.fh.write(f'<row r="{row + 1}">{cells}</row>')

        def escape(self, text):
            return self._escape_data(self._escape_control_characters(text))

    return RowSheet


class RowWriter:
    """Writes rows of cells of the same kinds and formats.

    Args:
        sheet: of the class that `make_sheet_class` gives, in constant memory.
        kinds: "text", "date" or a kind of number for each column.
        styles: xlsxwriter format of each column.
    """

    def __init__(self, sheet, kinds, styles):
        from xlsxwriter.utility import xl_col_to_name

        self.sheet = sheet
        self.columns = []
        for index, (kind, style) in enumerate(zip(kinds, styles, strict=True)):
            inline = ' t="inlineStr"' if kind == "text" else ""
            tail = f'" s="{style._get_xf_index()}"{inline}>'
            self.columns.append((f'<c r="{xl_col_to_name(index)}', tail, kind))

    def write_cells(self, row, values):
        """Write a row; None and False leave a cell empty, text stays text whatever it begins with."""
        number, cells = row + 1, []
        for (head, tail, kind), value in zip(self.columns, values, strict=True):
            if value is None or value is False:
                continue
            if kind == "text":
                cells.append(f"{head}{number}{tail}<is>{self._get_text(value)}</is></c>")
            elif kind == "date":
                cells.append(f"{head}{number}{tail}<v>{value.toordinal() - DAY_ZERO}</v></c>")
            else:
                cells.append(f"{head}{number}{tail}<v>{value:.16G}</v></c>")
        self.sheet.write_ready_row(row, "".join(cells))

    def _get_text(self, text):
        if len(text) > MAX_TEXT:
            text = text[:MAX_TEXT]
        if not SPECIAL.search(text):
            return f"<t>{text}</t>"
        return f'<t xml:space="preserve">{self.sheet.escape(text)}</t>'
