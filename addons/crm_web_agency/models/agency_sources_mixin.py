from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class AgencySourcesMixin(models.AbstractModel):
    """A list that stores nothing: its rows are those of other models, each read by its own rules.

    A model says in `_numbers` what its sources are: {name of a source: number}; a row has the id of its source
    record * 16 + that number.
    """

    _name = "agency.sources.mixin"
    _description = "List over several models"

    _numbers = {}

    def _read_source(self, model_name, domain):
        """SELECT of all columns of the records of a model that the user may read; False if it is closed to them.

        The model's own query, with its record rules in it, and no list of ids: PostgreSQL then
        takes the conditions of whoever searches into it.
        """
        source = self.env[model_name].with_context(active_test=False)
        if not source.has_access("read"):
            return False
        query = source._search(Domain(domain))
        return query.select(SQL("%s.*", SQL.identifier(query.table)))

    def _select_source(self, name, model_name, domain, columns, joins=None):
        """SELECT of the columns of the list from records `s` of a model; columns that are not given are empty.

        Args:
            name: key of `_numbers`.
            model_name: whose records they are.
            domain: which of its records are rows of the list.
            columns: {field of the list: SQL}.
            joins: SQL of further tables and conditions.

        Returns:
            SQL, or False if the user may not read the model.
        """
        source = self._read_source(model_name, domain)
        if not source:
            return False
        number = self._numbers[name]
        columns = {
            "id": SQL("s.id::bigint * 16 + %s", number),
            "company_id": SQL("s.company_id"),
            "res_model": SQL("%s", model_name),
            "res_id": SQL("s.id"),
            **columns,
        }
        listed = SQL(", ").join(
            SQL("(%s)::%s AS %s", columns.get(column, SQL("NULL")), kind, SQL.identifier(column))
            for column, kind in self._get_column_types()
        )
        return SQL("SELECT %s FROM (%s) s %s", listed, source, joins or SQL())

    def _unite(self, sources):
        """SELECT of the rows of all sources; those that are False are left out."""
        columns = (SQL("NULL::%s AS %s", kind, SQL.identifier(name)) for name, kind in self._get_column_types())
        nothing = SQL("SELECT %s WHERE FALSE", SQL(", ").join(columns))
        return SQL(" UNION ALL ").join([source for source in sources if source] or [nothing])

    def _get_column_types(self):
        """Return [(name, SQL type)] of the stored fields; the same for all sources."""
        return [
            (name, SQL("bigint") if name == "id" else SQL(field.column_type[1].partition("(")[0]))
            for name, field in self._fields.items()
            if field.store and field.column_type
        ]

    def _day_of(self, moment):
        """Day of a stored moment in the user's time zone."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, str(self.env.tz))

    def action_open_source(self):
        """Open the record that the row is about."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()
