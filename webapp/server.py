"""Serving: waitress answers, the workers work, and SIGTERM lets both finish what they hold."""

from __future__ import annotations

import gc
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, ClassVar

import structlog
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from library.errors import Texts, Unavailable
from library.feedback.sampling import quantiles
from library.wiring import Library
from webapp.app import create_app
from webapp.config import FORM_BYTES
from webapp.drawing import close_renderer
from webapp.ending import when_told_to_end
from webapp.intake import bounded_channel
from webapp.logs import configure_logs
from webapp.security.uploads import UploadLimits
from webapp.spool_room import SpoolRoom

# A download on a slow line may be cut off after this; it goes on where it was, with a range request.
PATIENCE_SECONDS = 20.0
log = structlog.get_logger(__name__)


class AddressTaken(Unavailable):
    """Another program listens there, or this machine has no such address, or the port is not for everybody."""

    code = "address-taken"
    texts: ClassVar[Texts] = {
        "id": "Tidak dapat melayani di {address}: {why}. Hentikan yang berjalan di sana, atau pilih yang lain dengan "
        "--host dan --port.",
        "en": "Cannot listen on {address}: {why}. Stop what runs there, or choose another with --host and --port.",
    }


class Website:
    """The HTTP server over one library. `port` 0 takes any free one."""

    def __init__(self, library: Library, host: str, port: int) -> None:
        """Listen; connections wait until `run` is called.

        Raises:
            AddressTaken: nobody can listen there.
        """
        settings = library.settings
        self._map: dict[int, Any] = {}
        self._stopping = threading.Event()
        self._app = create_app(library)
        try:
            self._server = create_server(
                self._app,
                map=self._map,
                host=host,
                port=port,
                threads=settings.threads,
                ident=None,
                max_request_body_size=settings.max_copy_bytes + FORM_BYTES,
                max_request_header_size=64 << 10,
                connection_limit=500,
                channel_timeout=60,
                # Whether they are believed is decided in `webapp.security.proxies`.
                clear_untrusted_proxy_headers=False,
            )
        except (OSError, ValueError) as exc:  # waitress makes a ValueError of a name that nobody knows
            wasyncore.close_all(self._map)
            why = getattr(exc, "strerror", None) or str(exc)
            raise AddressTaken(str(exc), address=f"{host}:{port}", why=why) from exc
        room = SpoolRoom((Path(tempfile.gettempdir()), library.folders.quarantine))
        for listener in self._listeners():
            listener.channel_class = bounded_channel(UploadLimits(self._app), room)

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self._listeners()[0].socket.getsockname()[1])

    def run(self) -> None:
        """Answer until `stop`; then take no new connections and finish the answers under way."""
        while not self._stopping.is_set():
            wasyncore.loop(timeout=1, map=self._map, count=1, use_poll=True)
        for listener in self._listeners():
            wasyncore.dispatcher.close(listener)
        patience = time.monotonic() + PATIENCE_SECONDS
        while self._busy() and time.monotonic() < patience:
            wasyncore.loop(timeout=0.1, map=self._map, count=1, use_poll=True)
        self._server.task_dispatcher.shutdown(timeout=max(1.0, patience - time.monotonic()))
        for channel in self._channels():
            channel.handle_close()  # drops half a body and the rest of an answer, which `close_all` would not
        wasyncore.close_all(self._map)
        close_renderer(self._app)

    def stop(self) -> None:
        """Ask `run` to end; may be called from another thread."""
        self._stopping.set()
        for listener in self._listeners():
            listener.pull_trigger()  # the loop would look again after a second only

    def _listeners(self) -> list[Any]:
        # Taken at once: the loop may change it meanwhile.
        return [part for part in list(self._map.values()) if isinstance(part, BaseWSGIServer)]

    def _channels(self) -> list[HTTPChannel]:
        return [part for part in list(self._map.values()) if isinstance(part, HTTPChannel)]

    def _busy(self) -> bool:
        return any(channel.requests or channel.total_outbufs_len for channel in self._channels())


def serve(library: Library, host: str, port: int) -> None:
    """Serve the website and do the later work until SIGTERM or Ctrl-C. Closing the library is the caller's."""
    configure_logs(library.settings)
    website = Website(library, host, port)
    when_told_to_end(website.stop)
    library.workers.start(library.settings.workers)
    set_aside()
    log.info("serving", host=host, port=website.port, threads=library.settings.threads)
    website.run()
    log.info("stopped-serving")


def set_aside() -> None:
    """Load what takes long, and leave it and all else that stays for good out of every later search for garbage.

    With all that, a search takes a fifth of a second, and whoever's page is being made just then waits for it.
    """
    quantiles()
    gc.collect()
    gc.freeze()
