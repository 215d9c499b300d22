def migrate(cr, version):
    """Record rules come from the add-on from now on: those of the first release were kept as they were."""
    cr.execute(
        "UPDATE ir_model_data SET noupdate = FALSE WHERE module IN ('crm_web_agency', 'crm_analytics') "
        "AND model = 'ir.rule'"
    )
