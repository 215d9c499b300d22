"""What may come with a link of the portal."""

__all__ = ["is_plain_token"]


def is_plain_token(token):
    """Tell whether `token` can be compared with a real one: comparing anything else raises an error."""
    return isinstance(token, str) and token.isascii()
