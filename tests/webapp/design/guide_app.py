"""A small application that shows the style guide under the policy that pages are served with."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, render_template_string, request
from flask_babel import Babel
from werkzeug.wrappers import Response as BaseResponse

from tests.webapp.design.samples import Sample, page_picture, shell
from webapp.design import install_design
from webapp.letters import compose
from webapp.shell import Shell

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

FORM = """{% extends "base.html" %}
{% from "components/form.html" import form, textarea, password, file_drop %}
{% from "components/action.html" import button %}
{% block content %}<h1>Form</h1>
{% call form("/form", once="1", draft="" if files else "form", files=files) %}
{{ file_drop("files", "Files") if files else textarea("remark", "Remark", required=false) }}
{{ "" if files else password("password", "Password") }}
{{ button("Send") }}{% endcall %}{% endblock %}"""


views = Blueprint("guide", __name__)


@views.after_request
def policy(response: Response) -> Response:
    # A letter is shown by a mail program, which has no such policy.
    if request.path != "/letter":
        response.headers["Content-Security-Policy"] = POLICY
    return response


@views.get("/design")
def guide() -> str:
    return render_template("design/guide.html", shell=_shell(), sample=Sample())


@views.get("/error")
def error() -> str:
    return render_template(
        "errors/error.html", shell=_shell(), title="Halaman tidak ditemukan", advice="…", reference="7F3A"
    )


@views.get("/bare")
def bare() -> str:
    return render_template("errors/bare.html")


@views.get("/letter")
def letter() -> str:
    values = {
        "name": "Siti",
        "title": "Ajung 2022",
        "until": datetime(2026, 11, 28, 7, 5, tzinfo=UTC),
        "link": "/x",
    }
    return compose("sample", "id", office="BPS Kota Metro", url="/", **values).html


@views.get("/form")
def form() -> str:
    return render_template_string(FORM, shell=_shell(), files=bool(request.args.get("files")))


@views.post("/form")
def send() -> BaseResponse:
    return redirect(f"/sent?bytes={sum(len(f.read()) for f in request.files.getlist('files'))}")


@views.get("/sent")
def sent() -> str:
    return render_template("errors/error.html", shell=_shell(), title="Sent", advice="")


@views.get("/favicon.ico")
def favicon() -> tuple[str, int]:
    return "", 204


@views.get("/page.svg")
def page() -> Response:
    return Response(page_picture(), mimetype="image/svg+xml")


@views.get("/suggest")
def suggest() -> Response:
    return jsonify([{"words": "penduduk", "detail": "34"}, {"words": "penduduk miskin", "detail": "8"}])


@views.post("/theme")
def theme() -> tuple[str, int]:
    return "", 204


def create_guide() -> Flask:
    """Build the application; language, theme and view come from the query."""
    app = Flask("webapp")
    app.secret_key = os.urandom(16)
    Babel(app, locale_selector=lambda: request.args.get("language", "id"))
    install_design(app)
    app.register_blueprint(views)
    return app


def _shell() -> Shell:
    args = request.args
    return shell(
        args.get("language", "id"), args.get("theme", "auto"), args.get("view", "public"), signed_in="in" in args
    )
