def migrate(cr, version):
    """What acts and invoices did not note before: how an act was accepted, which line bills what."""
    cr.execute(
        """UPDATE agency_acceptance_act act
              SET acceptance = CASE WHEN EXISTS (
                      SELECT FROM ir_attachment
                       WHERE res_model = 'agency.acceptance.act' AND res_id = act.id AND res_field = 'signature'
                  ) THEN 'portal' ELSE 'paper' END
            WHERE state IN ('signed', 'invoiced') AND acceptance IS NULL"""
    )
    cr.execute(
        """UPDATE account_move_line row
              SET act_line_id = line.id
             FROM agency_acceptance_act_line line
             JOIN agency_acceptance_act_account_move_rel rel ON rel.act_id = line.act_id
             JOIN sale_order_line_invoice_rel sold ON sold.order_line_id = line.sale_line_id
            WHERE row.id = sold.invoice_line_id AND row.move_id = rel.move_id
              AND row.act_line_id IS NULL AND row.quantity = line.quantity"""
    )
