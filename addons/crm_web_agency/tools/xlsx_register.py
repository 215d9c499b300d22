"""A register as an Excel sheet: typed cells, filter, frozen header, totals by currency."""

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

__all__ = ["Column", "RegisterSheet", "write_parameters"]

HEADER_ROW = 2  # zero-based: the title, an empty row, then the header
KINDS = ("text", "date", "integer", "quantity", "money")


@dataclass(frozen=True)
class Column:
    """A column of a register.

    Attributes:
        title: header, already translated.
        kind: one of KINDS; it decides how the value is written.
        width: in characters.
    """

    title: str
    kind: str = "text"
    width: int = 14

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"Unknown kind of column: {self.kind!r}")


class RegisterSheet:
    """Writes one register row after row, in order, so that it works in constant memory.

    Args:
        workbook: xlsxwriter.Workbook.
        name: name of the sheet, at most 31 characters.
        title: heading above the table.
        columns: list of Column; the last text column titled `currency_title` holds the code
            of the currency of the row.
        currency_index: index of that column.
        formats: {currency code: Excel number format}.
    """

    def __init__(self, workbook, name, title, columns, currency_index, formats):
        self.workbook = workbook
        self.columns = columns
        self.currency_index = currency_index
        self.sheet = workbook.add_worksheet(name)
        self.row = HEADER_ROW + 1
        self.totals = {}
        bold = {"bold": True}
        self._styles = {
            "title": workbook.add_format({**bold, "font_size": 14}),
            "header": workbook.add_format(
                {**bold, "bg_color": "#DDE5EC", "border": 1, "text_wrap": True, "valign": "vcenter"}
            ),
            "text": workbook.add_format({"valign": "top", "text_wrap": True}),
            "date": workbook.add_format({"num_format": "dd.mm.yyyy", "valign": "top"}),
            "integer": workbook.add_format({"num_format": "0", "valign": "top"}),
            "quantity": workbook.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "label": workbook.add_format({**bold, "top": 1}),
        }
        self._money = {
            code: workbook.add_format({"num_format": form, "valign": "top"}) for code, form in formats.items()
        }
        self._money_total = {
            code: workbook.add_format({**bold, "num_format": form, "top": 1}) for code, form in formats.items()
        }
        self._open(title)

    def _open(self, title):
        sheet, last = self.sheet, len(self.columns) - 1
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
        sheet.set_row(HEADER_ROW, 30)
        for index, column in enumerate(self.columns):
            sheet.write_string(HEADER_ROW, index, column.title, self._styles["header"])
        self.last_column = last

    def write_row(self, values):
        """Write one row: as many values as columns; None leaves a cell empty.

        Text is always written as a string: "=1+1" stays what the user typed.
        """
        currency = values[self.currency_index]
        for index, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            if value is not None and value is not False:
                self._write_cell(index, column.kind, value, currency)
        self.row += 1

    def _write_cell(self, index, kind, value, currency):
        if kind == "text":
            self.sheet.write_string(self.row, index, str(value), self._styles["text"])
        elif kind == "date":
            self.sheet.write_datetime(self.row, index, value, self._styles["date"])
        elif kind == "money":
            self.sheet.write_number(self.row, index, value, self._money[currency])
            sums = self.totals.setdefault(currency, {})
            sums[index] = sums.get(index, 0.0) + value
        else:
            self.sheet.write_number(self.row, index, value, self._styles[kind])

    def close(self, label):
        """Write a row of totals for each currency and switch the filter on.

        Args:
            label: e.g. "Total"; the code of the currency follows it.

        With one currency the totals follow the filter (SUBTOTAL); with several each row
        adds up its own currency (SUMIF). Values are cached, so that programs which do not
        recalculate show them.
        """
        first, last = HEADER_ROW + 1, self.row - 1
        self.sheet.autofilter(HEADER_ROW, 0, max(last, HEADER_ROW), self.last_column)
        for currency in sorted(self.totals):
            self.sheet.write_string(self.row, 0, f"{label}, {currency}", self._styles["label"])
            for index, total in self.totals[currency].items():
                self.sheet.write_formula(
                    self.row,
                    index,
                    self._get_total_formula(index, currency, first, last),
                    self._money_total[currency],
                    round(total, 2),
                )
            self.row += 1

    def _get_total_formula(self, index, currency, first, last):
        cells = f"{xl_rowcol_to_cell(first, index)}:{xl_rowcol_to_cell(last, index)}"
        if len(self.totals) == 1:
            return f"=SUBTOTAL(109,{cells})"
        column = xl_col_to_name(self.currency_index)
        return f'=SUMIF(${column}${first + 1}:${column}${last + 1},"{currency}",{cells})'


def write_parameters(workbook, name, rows):
    """Add a sheet that says what the register was made of.

    Args:
        workbook: xlsxwriter.Workbook.
        name: name of the sheet.
        rows: list of (label, text).
    """
    sheet = workbook.add_worksheet(name)
    bold = workbook.add_format({"bold": True, "valign": "top"})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 60)
    for row, (label, text) in enumerate(rows):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, text, wrap)
