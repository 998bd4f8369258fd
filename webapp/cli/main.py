"""The commands, in the order in which an office meets them."""

from __future__ import annotations

import click

from webapp.cli.accounts import account
from webapp.cli.caring import backup, doctor, rebuild, restore, verify
from webapp.cli.ingesting import ingest
from webapp.cli.letters import mail
from webapp.cli.personal_data import breach, erase, export
from webapp.cli.requesting import request
from webapp.cli.sealing import seal
from webapp.cli.searching import search
from webapp.cli.serving import serve, worker
from webapp.cli.starting import init
from webapp.cli.tracing import trace

EXIT_CODES = """\b
Exit codes: 0 done · 2 wrong use · 3 bad input · 4 refused (rule, right) · 5 not found ·
            6 traced to nobody · 70 internal
The data folder is named by PUSTAKA_DATA; an empty one is made ready by itself."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(package_name="pustaka")
def main() -> None:
    """Pustaka, the digital library of a statistics office, whose every copy names its reader."""


for deed in (export, erase, breach):
    account.add_command(deed)
for command in (
    init,
    ingest,
    search,
    account,
    request,
    trace,
    serve,
    worker,
    verify,
    backup,
    restore,
    mail,
    seal,
    rebuild,
    doctor,
):
    main.add_command(command)
