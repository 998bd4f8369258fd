"""`pustaka search`."""

from __future__ import annotations

import html
import re

import click

from library.errors import BadInput, SearchUnavailable
from search import BadQuery, IndexTrouble, Query, Results
from webapp.cli import frame
from webapp.cli.ingesting import office_code


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--office", help="Only works of this office (code or name).")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 200))
@frame.as_json
@frame.command
def search(*, words: tuple[str, ...], office: str | None, limit: int, as_json: bool) -> None:
    """Find pages. The words may hold "phrases", field:value and -exclusions, as on the website."""
    with frame.library() as library:
        code = office_code(library, office) if office else None
        try:
            results = library.search.search(Query(" ".join(words), office=code, limit=limit))
        except BadQuery as exc:
            raise BadInput(str(exc), what=str(exc)) from exc
        except IndexTrouble as exc:
            raise SearchUnavailable(str(exc)) from exc
    if as_json:
        frame.answer(_plain(results))
    else:
        _tell(results)


def _plain(results: Results) -> dict[str, object]:
    hits = [
        {"work": hit.work, "title": hit.title, "page": hit.page, "snippet": hit.snippet, "score": hit.score}
        for hit in results.hits
    ]
    return {"total": results.total, "hits": hits, "suggestion": results.suggestion}


def _tell(results: Results) -> None:
    for hit in results.hits:
        click.echo(f"{hit.work}  p. {hit.page}  {hit.title} ({hit.year or '—'})")
        bold = re.sub(r"<mark>(.*?)</mark>", lambda match: click.style(match[1], bold=True), hit.snippet)
        click.echo(f"    {html.unescape(bold)}")
    click.echo(f"{results.total} pages in {results.seconds:.3f} s", err=True)
    if results.suggestion:
        click.echo(f"Did you mean: {results.suggestion}", err=True)
