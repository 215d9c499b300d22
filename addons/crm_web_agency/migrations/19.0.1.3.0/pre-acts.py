def migrate(cr, version):
    """Terms of acts on existing orders in one statement, and the old rule of quantities out of the way."""
    cr.execute(
        "ALTER TABLE agency_acceptance_act_line DROP CONSTRAINT IF EXISTS agency_acceptance_act_line_quantity_positive"
    )
    cr.execute(
        """ALTER TABLE sale_order
           ADD COLUMN IF NOT EXISTS act_mode varchar,
           ADD COLUMN IF NOT EXISTS act_review_days integer,
           ADD COLUMN IF NOT EXISTS act_silence boolean"""
    )
    cr.execute(
        """UPDATE sale_order
              SET act_mode = 'two_sided', act_review_days = company.agency_act_review_days, act_silence = FALSE
             FROM res_company company
            WHERE company.id = sale_order.company_id"""
    )
    cr.execute("ALTER TABLE agency_acceptance_act ADD COLUMN IF NOT EXISTS mode varchar")
    cr.execute("ALTER TABLE agency_acceptance_act ADD COLUMN IF NOT EXISTS silence boolean")
    cr.execute("UPDATE agency_acceptance_act SET mode = 'two_sided', silence = FALSE WHERE mode IS NULL")
