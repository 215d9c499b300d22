def migrate(cr, version):
    """Letters about unpaid invoices begin when somebody switches them on, not with an update."""
    cr.execute("UPDATE res_company SET agency_invoice_reminder_days = 0")
