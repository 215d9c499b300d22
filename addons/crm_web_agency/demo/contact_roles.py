"""What contact persons decide at their companies."""

__all__ = ["give_contact_roles"]

_ROLES = (
    ("contact_role_decision_maker", "contact_role_signatory"),
    ("contact_role_decision_maker",),
    ("contact_role_content",),
    ("contact_role_accountant", "contact_role_billing"),
    ("contact_role_technical",),
)


def give_contact_roles(story):
    """Give each contact person one or two roles, the same at each generation."""
    for number, names in enumerate(_ROLES):
        roles = [story.env.ref(f"crm_web_agency.{name}").id for name in names]
        contacts = [contact.id for index, contact in story.contacts.items() if index % len(_ROLES) == number]
        story.env["res.partner"].browse(contacts).contact_role_ids = roles
