"""Which of the library's two languages a text is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SHORTEST = 25  # letters of a line that says something about its language
_MOST_LINES = 600  # enough for any book, and a fraction of a second
_SECOND_LANGUAGE = 0.2  # share from which a second language is named
# Malay is what the model takes much Indonesian for.
_AS = {"id": "id", "ms": "id", "jv": "id", "en": "en"}


def language_of(texts: Iterable[str]) -> str:
    """Give "id", "en", "id+en" (each at least a fifth of the text) or "und" (too little text)."""
    lines = [line for text in texts for line in text.splitlines() if sum(c.isalpha() for c in line) >= _SHORTEST]
    step = max(1, len(lines) // _MOST_LINES)
    letters: Counter[str] = Counter()
    identifier = _identifier()
    for line in lines[::step]:
        letters[_AS[identifier.classify(line)[0]]] += len(line)
    total = sum(letters.values())
    if total == 0:
        return "und"
    named = [code for code in ("id", "en") if letters[code] >= _SECOND_LANGUAGE * total]
    return "+".join(named)


def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_AS))
    return identifier
