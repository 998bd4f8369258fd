"""Turns: never two at once, and nothing is left lying about."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from library.store.turns import my_turn


def test_twenty_threads_go_in_one_by_one_and_leave_nothing(tmp_path: Path):
    lock, inside, most = tmp_path / "a.lock", [0], [0]

    def go() -> None:
        for _ in range(20):
            with my_turn(lock):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0.0005)
                inside[0] -= 1

    threads = [threading.Thread(target=go) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert list(tmp_path.iterdir()) == []
