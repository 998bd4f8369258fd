"""Every sentence that templates and code show, found by reading them."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")]
# A broken template must fail here, not vanish from the list.
_OPTIONS = {name: {"silent": "false"} for name in ("**.html", "**.txt")}
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}


def find_messages(webapp: Path) -> Catalog:
    """Give a catalogue with every message of the templates and modules in `webapp`, with its places."""
    found = Catalog(locale="en")
    for folder in (webapp, webapp / "templates"):
        methods = [m for m in _METHODS if (m[1] == "python") == (folder == webapp)]
        places = extract_from_dir(folder, methods, _OPTIONS, _KEYWORDS)
        for file, line, message, _comments, context in places:
            found.add(message, None, [(f"{folder.name}/{file}", line)], context=context)
    return found
