"""Citations in running text, in the reader's language: APA, Chicago, the line under a table."""

from __future__ import annotations

from dataclasses import dataclass

from babel.dates import format_date

from library.citing.source import Source

_WORDS = {
    "id": {"page": "hlm. {}", "counted": "hlm. PDF {}", "undated": "t.t.", "seen": "Diakses {}", "source": "Sumber"},
    "en": {"page": "p. {}", "counted": "PDF p. {}", "undated": "n.d.", "seen": "Accessed {}", "source": "Source"},
}


@dataclass(frozen=True, slots=True)
class Prose:
    """A source in words of a language."""

    source: Source
    language: str

    def apa(self) -> str:
        """Write the entry of a reference list (APA 7, section 10.4: reports by a group author)."""
        source = self.source
        inside = "; ".join(filter(None, (source.number, self._place())))
        title = f"{source.title} ({inside})" if inside else source.title
        parts = (_ended(source.author), f"({self._year()}).", _ended(title), self._publisher(), source.address)
        return " ".join(filter(None, parts))

    def apa_in_text(self) -> str:
        """Write what stands in the text (APA 7, section 8.13: a part of a source)."""
        return f"({', '.join(filter(None, (self.source.author, self._year(), self._place())))})"

    def chicago(self) -> str:
        """Write the entry of a reference list (Chicago 17, 15.37: organisation as author)."""
        source = self.source
        parts = (
            _ended(source.author),
            _ended(self._year()),
            _ended(source.title),
            _ended(", ".join(filter(None, (source.number, self._place())))),
            self._publisher(),
            _ended(self._word("seen").format(self._day())),
            _ended(source.address),
        )
        return " ".join(filter(None, parts))

    def under_a_table(self) -> str:
        """Write the line that BPS's own publications set under a table taken from elsewhere."""
        source = self.source
        title = source.title if str(source.year or "") in source.title else f"{source.title} {source.year}"
        return f"{self._word('source')}: {', '.join(filter(None, (source.author, title, self._place())))}"

    def _publisher(self) -> str:
        """Name the publisher where it is not the author (APA 7, section 9.29)."""
        return "" if self.source.publisher in ("", self.source.author) else _ended(self.source.publisher)

    def _place(self) -> str:
        word = self._word("counted" if self.source.counted else "page")
        page = word.format(self.source.page) if self.source.page else ""
        return ", ".join(filter(None, (self.source.table, page)))

    def _year(self) -> str:
        return str(self.source.year or self._word("undated"))

    def _day(self) -> str:
        return str(format_date(self.source.accessed, "d MMMM y", locale=self.language))

    def _word(self, name: str) -> str:
        return _WORDS[self.language][name]


def _ended(text: str) -> str:
    """End a part with a full stop, unless it ends a sentence already."""
    return text if not text or text[-1] in ".?!" else f"{text}."
