"""A register as an Excel sheet: typed cells, filter, frozen header, totals by currency.

xlsxwriter is loaded when a register is made, not when a server starts.
"""

from dataclasses import dataclass
from math import fsum

from .xlsx_rows import RowWriter, make_sheet_class

__all__ = ["MAX_ROWS", "Column", "RegisterSheet", "get_sheet_name", "write_parameters"]

HEADER_ROW = 2  # zero-based: the title, an empty row, then the header
KINDS = ("text", "date", "integer", "quantity", "money")
SUMMED = ("quantity", "money")
# Of the 1 048 576 rows of a sheet some are for the title, the header and the totals.
MAX_ROWS = 1_048_000
BAD_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True)
class Column:
    """A column of a register.

    Attributes:
        title: header, already translated.
        kind: one of KINDS; it decides how the value is written. Quantities and money are added up.
        width: in characters.
    """

    title: str
    kind: str = "text"
    width: int = 14

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"Unknown kind of column: {self.kind!r}")


def get_sheet_name(title):
    """Return a title as Excel accepts it for the name of a sheet: 31 characters at most, none of `[]:*?/\\'`."""
    return title.translate(BAD_IN_SHEET_NAMES)[:31].strip() or "1"


class RegisterSheet:
    """Writes one register row after row, in order, so that it works in constant memory.

    Args:
        workbook: xlsxwriter.Workbook.
        title: heading above the table; the name of the sheet follows it.
        columns: list of Column.
        currency_index: index of the text column with the code of the currency of the row.
        formats: {currency code: (Excel number format, decimal places)}.
    """

    def __init__(self, workbook, title, columns, currency_index, formats):
        self.workbook = workbook
        self.columns = columns
        self.currency_index = currency_index
        self.formats = formats
        # Without constant memory, or with another xlsxwriter, its own methods write the cells.
        sheet_class = workbook.constant_memory and make_sheet_class()
        self.sheet = workbook.add_worksheet(get_sheet_name(title), sheet_class or None)
        self._is_fast = bool(sheet_class)
        self.row = HEADER_ROW + 1
        self.totals = {}
        self._make_styles()
        self._open(title)
        self._writers = [self._get_writer(column.kind) for column in columns]
        self._summed = [index for index, column in enumerate(columns) if column.kind in SUMMED]
        self._row_writers = {}

    @property
    def row_count(self):
        """How many rows were written; it says so until the totals follow."""
        return self.row - HEADER_ROW - 1

    def _make_styles(self):
        add, top = self.workbook.add_format, {"valign": "top"}
        self._styles = {
            "title": add({"bold": True, "font_size": 14}),
            "header": add({"bold": True, "bg_color": "#DDE5EC", "border": 1, "text_wrap": True, "valign": "vcenter"}),
            "text": add({**top, "text_wrap": True}),
            "date": add({**top, "num_format": "dd.mm.yyyy"}),
            "integer": add({**top, "num_format": "0"}),
            "quantity": add({**top, "num_format": "#,##0.00"}),
            "quantity_total": add({"bold": True, "top": 1, "num_format": "#,##0.00"}),
            "label": add({"bold": True, "top": 1}),
        }

    def _get_writer(self, kind):
        sheet = self.sheet
        return {"text": sheet.write_string, "date": sheet.write_datetime}.get(kind, sheet.write_number)

    def _open(self, title):
        sheet = self.sheet
        for index, column in enumerate(self.columns):
            sheet.set_column(index, index, column.width)
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.write_string(0, 0, title, self._styles["title"])
        sheet.set_row(HEADER_ROW, 45)
        for index, column in enumerate(self.columns):
            sheet.write_string(HEADER_ROW, index, column.title, self._styles["header"])

    def write_row(self, values):
        """Write one row: as many values as columns; None and False leave a cell empty.

        Text (a str) is always written as a string: "=1+1" stays what the user typed.
        """
        currency, row = values[self.currency_index], self.row
        write = self._row_writers.get(currency) or self._add_currency(currency)
        write(row, values)
        amounts = self.totals[currency]
        for index in self._summed:
            if values[index]:
                amounts[index].append(values[index])
                if len(amounts[index]) > 1000:
                    amounts[index][:] = [fsum(amounts[index])]
        self.row = row + 1

    def _add_currency(self, currency):
        """Make the formats of a currency when its first row comes; return the function that writes its rows."""
        form, _places = self.formats[currency]
        money = self.workbook.add_format({"num_format": form, "valign": "top"})
        self.totals[currency] = {index: [] for index in self._summed}
        styles = [money if column.kind == "money" else self._styles[column.kind] for column in self.columns]
        if self._is_fast:
            write = RowWriter(self.sheet, [column.kind for column in self.columns], styles).write_cells
        else:
            write = self._get_plain_writer(styles)
        self._row_writers[currency] = write
        return write

    def _get_plain_writer(self, styles):
        def write(row, values):
            for index, (put, value, style) in enumerate(zip(self._writers, values, styles, strict=True)):
                if value is not None and value is not False:
                    put(row, index, value, style)

        return write

    def close(self, label):
        """Write a row of totals for each currency and switch the filter on.

        Args:
            label: e.g. "Total"; the code of the currency follows it.

        With one currency the totals follow the filter (SUBTOTAL); with several each row
        adds up its own currency (SUMIF). Values are cached, so that programs which do not
        recalculate show them.
        """
        last = self.row - 1
        self.sheet.autofilter(HEADER_ROW, 0, max(last, HEADER_ROW), len(self.columns) - 1)
        for currency in sorted(self.totals):
            self._write_total(label, currency, last)

    def _write_total(self, label, currency, last):
        form, places = self.formats[currency]
        money = self.workbook.add_format({"bold": True, "num_format": form, "top": 1})
        self.sheet.write_string(self.row, 0, f"{label}, {currency}", self._styles["label"])
        for index in self._summed:
            is_money = self.columns[index].kind == "money"
            self.sheet.write_formula(
                self.row,
                index,
                self._get_total_formula(index, currency, last),
                money if is_money else self._styles["quantity_total"],
                round(fsum(self.totals[currency][index]), places if is_money else 2),
            )
        self.row += 1

    def _get_total_formula(self, index, currency, last):
        from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

        first = HEADER_ROW + 1
        cells = f"{xl_rowcol_to_cell(first, index)}:{xl_rowcol_to_cell(last, index)}"
        if len(self.totals) == 1:
            return f"=SUBTOTAL(109,{cells})"
        column = xl_col_to_name(self.currency_index)
        return f'=SUMIF(${column}${first + 1}:${column}${last + 1},"{currency}",{cells})'


def write_parameters(workbook, title, rows):
    """Add a sheet that says what the register was made of.

    Args:
        workbook: xlsxwriter.Workbook.
        title: name of the sheet.
        rows: list of (label, text).
    """
    sheet = workbook.add_worksheet(get_sheet_name(title))
    bold = workbook.add_format({"bold": True, "valign": "top"})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 60)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for row, (label, text) in enumerate(rows):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, text, wrap)
