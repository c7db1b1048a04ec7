"""The version of a blank form: eight characters that change with the columns a township is asked for."""

import hashlib

from rescue_cli.pack.model import Form


def form_digest(form: Form) -> str:
    """Written into each blank form (版本) and compared when it comes back: another digest is another layout."""
    asked = [
        f"{'/'.join(column.head) or column.field}{'*' if column.required else ''}"
        for column in form.column
        if column.ask
    ]
    return hashlib.sha256("\x1f".join([form.title, *asked]).encode()).hexdigest()[:8]
