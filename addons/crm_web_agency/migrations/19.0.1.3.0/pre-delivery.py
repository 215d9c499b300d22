def migrate(cr, version):
    """Since when orders stand in their stage: the last change that their history tells, else their date."""
    cr.execute("ALTER TABLE sale_order ADD COLUMN IF NOT EXISTS stage_since timestamp")
    cr.execute(
        """UPDATE sale_order
              SET stage_since = COALESCE(moved.date, sale_order.date_order, sale_order.write_date)
             FROM sale_order one
             LEFT JOIN (
                  SELECT message.res_id, max(message.date) AS date
                    FROM mail_message message
                    JOIN mail_tracking_value value ON value.mail_message_id = message.id
                    JOIN ir_model_fields field ON field.id = value.field_id
                   WHERE message.model = 'sale.order' AND field.name = 'delivery_stage'
                   GROUP BY message.res_id
                  ) moved ON moved.res_id = one.id
            WHERE one.id = sale_order.id AND sale_order.stage_since IS NULL"""
    )
