from odoo import models

FORMATS = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bg_color": "#E9ECEF", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "month": {"num_format": "mm.yyyy", "align": "left"},
    "date": {"num_format": "dd.mm.yyyy", "align": "left"},
    "number": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0 %", "align": "left"},
    "ratio": {"num_format": "0.00", "align": "left"},
    "label": {"bold": True},
}
HEAD_ROW = 2
ACTUAL, EXPECTED, LOWER, UPPER = range(1, 5)
BAD_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")


class XlsxForecast(models.AbstractModel):
    """Workbook of forecasts: for each a sheet of months with a chart, and one of parameters."""

    _name = "report.crm_analytics.xlsx_forecast"
    _inherit = "report.report_xlsx.abstract"
    _description = "Forecast (XLSX)"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the workbook.

        :param objs: agency.forecast records
        """
        formats = {name: workbook.add_format(values) for name, values in FORMATS.items()}
        for number, forecast in enumerate(objs, start=1):
            self._write_months(workbook, formats, number, forecast)
        self._write_parameters(workbook, formats, objs)

    def _write_months(self, workbook, formats, number, forecast):
        name = f"{number} {forecast.name or ''}".translate(BAD_IN_SHEET_NAMES)[:31].strip()
        sheet = workbook.add_worksheet(name)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 4, 16)
        # Written as text: a name that begins with "=" is a name, not a formula.
        sheet.write_string(0, 0, forecast.name or "", formats["title"])
        for column, title in enumerate(self._get_titles()):
            sheet.write_string(HEAD_ROW, column, title, formats["head"])
        last = HEAD_ROW
        for last, point in enumerate(forecast.point_ids, start=HEAD_ROW + 1):
            self._write_point(sheet, formats, last, point)
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        if last > HEAD_ROW:
            sheet.autofilter(HEAD_ROW, 0, last, UPPER)
            sheet.insert_chart(HEAD_ROW, UPPER + 2, self._get_chart(workbook, name, last))

    def _get_titles(self):
        return (
            self.env._("Month"),
            self.env._("Actual"),
            self.env._("Expected"),
            self.env._("Lower bound (80 %)"),
            self.env._("Upper bound (80 %)"),
        )

    def _write_point(self, sheet, formats, row, point):
        sheet.write_datetime(row, 0, point.month, formats["month"])
        if not point.is_forecast:
            sheet.write_number(row, ACTUAL, point.actual, formats["number"])
            return
        for column, value in ((EXPECTED, point.expected), (LOWER, point.lower), (UPPER, point.upper)):
            sheet.write_number(row, column, value, formats["number"])

    def _get_chart(self, workbook, sheet, last):
        """Native line chart of the figures, bounds dashed."""
        chart = workbook.add_chart({"type": "line"})
        for column in (ACTUAL, EXPECTED, LOWER, UPPER):
            bound = column in (LOWER, UPPER)
            chart.add_series(
                {
                    "name": [sheet, HEAD_ROW, column],
                    "categories": [sheet, HEAD_ROW + 1, 0, last, 0],
                    "values": [sheet, HEAD_ROW + 1, column, last, column],
                    "line": {
                        "color": "#212529" if column == ACTUAL else "#714B67",
                        "width": 1 if bound else 2.25,
                        "dash_type": "dash" if bound else "solid",
                    },
                }
            )
        chart.set_x_axis({"date_axis": True, "num_format": "mm.yyyy"})
        chart.set_y_axis({"num_format": "#,##0"})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 760, "height": 380})
        return chart

    def _write_parameters(self, workbook, formats, forecasts):
        """How each forecast was made and how well its method did on the past."""
        sheet = workbook.add_worksheet(self.env._("Parameters")[:31])
        fields = (
            "name",
            "scope",
            "measure",
            "as_of",
            "method",
            "n_observations",
            "mase",
            "coverage",
            "next_expected",
            "next_lower",
            "next_upper",
            "company_id",
        )
        titles = self.env["agency.forecast"].fields_get(fields, ["string"])
        for column, field in enumerate(fields):
            sheet.write_string(0, column, titles[field]["string"], formats["head"])
        for row, forecast in enumerate(forecasts, start=1):
            self._write_parameter_row(sheet, formats, row, forecast, fields)
        sheet.set_column(0, len(fields) - 1, 18)
        sheet.freeze_panes(1, 1)

    def _write_parameter_row(self, sheet, formats, row, forecast, fields):
        kinds = {"mase": "ratio", "coverage": "percent"}
        for column, name in enumerate(fields):
            field, value = forecast._fields[name], forecast[name]
            if field.type == "date":
                sheet.write_datetime(row, column, value, formats["date"])
            elif field.type in ("integer", "float"):
                sheet.write_number(row, column, value, formats[kinds.get(name, "number")])
            else:
                sheet.write_string(row, column, field.convert_to_export(value, forecast) or "")
