"""Which part of an e-mail address tells the organisation that somebody writes from."""

__all__ = ["get_own_domain"]

# Anybody has an address there, so it tells nothing of the organisation.
_PUBLIC = frozenset(
    {
        "aol.com",
        "bigmir.net",
        "duck.com",
        "email.ua",
        "fastmail.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "i.ua",
        "icloud.com",
        "inbox.lv",
        "interia.pl",
        "live.com",
        "mac.com",
        "mail.com",
        "me.com",
        "meta.ua",
        "msn.com",
        "o2.pl",
        "online.ua",
        "outlook.com",
        "pm.me",
        "proton.me",
        "protonmail.com",
        "rocketmail.com",
        "tutanota.com",
        "ua.fm",
        "ukr.net",
        "web.de",
        "wp.pl",
        "yahoo.com",
        "ymail.com",
        "zoho.com",
    }
)


def get_own_domain(email):
    """Return the domain of an address if it belongs to an organisation, else "".

    Args:
        email: normalised address, such as "maria@svitanok.example", or anything false.
    """
    domain = (email or "").rpartition("@")[2]
    return "" if domain in _PUBLIC else domain
