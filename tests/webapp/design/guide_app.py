"""A small application that shows the style guide under the policy that pages are served with."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import Babel

from tests.webapp.design.samples import Sample, page_picture, shell
from webapp.design import install_design
from webapp.letters import compose
from webapp.shell import Shell

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def create_guide() -> Flask:
    """Build the application; language, theme and view come from the query."""
    app = Flask("webapp")
    app.secret_key = os.urandom(16)
    Babel(app, locale_selector=lambda: request.args.get("language", "id"), default_domain="messages")
    install_design(app)

    @app.after_request
    def policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/design")
    def guide() -> str:
        return render_template("design/guide.html", shell=_shell(), sample=Sample())

    @app.get("/error")
    def error() -> str:
        return render_template(
            "errors/error.html", shell=_shell(), title="Halaman tidak ditemukan", advice="…", reference="7F3A"
        )

    @app.get("/bare")
    def bare() -> str:
        return render_template("errors/bare.html")

    @app.get("/letter")
    def letter() -> str:
        values = {
            "name": "Siti",
            "title": "Ajung 2022",
            "until": datetime(2026, 11, 28, 7, 5, tzinfo=UTC),
            "link": "/x",
        }
        written = compose("sample", "id", office="BPS Kota Metro", url="/", **values)
        return written.html

    @app.get("/page.svg")
    def page() -> Response:
        return Response(page_picture(), mimetype="image/svg+xml")

    @app.get("/suggest")
    def suggest() -> Response:
        return jsonify([{"words": "penduduk", "detail": "34"}, {"words": "penduduk miskin", "detail": "8"}])

    @app.post("/theme")
    def theme() -> tuple[str, int]:
        return "", 204

    return app


def _shell() -> Shell:
    args = request.args
    return shell(
        args.get("language", "id"), args.get("theme", "auto"), args.get("view", "public"), signed_in="in" in args
    )
