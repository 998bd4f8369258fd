"""The measurement of assembly compares what ran side by side, and counts what it says."""

from __future__ import annotations

from pathlib import Path

from bench.assemble.timing import Contestant, table, timed


def test_contestants_run_in_turn_and_a_slow_one_in_the_first_rounds_only(tmp_path: Path) -> None:
    """A machine that slows down in the middle of a run slows all of them."""
    order: list[str] = []

    def way(name: str) -> Contestant:
        return Contestant(name, lambda _: order.append(name), tmp_path / name)

    slow = Contestant("slow", lambda _: order.append("slow"), tmp_path / "slow", rounds=1)
    timed([way("a"), way("b"), slow], 2)
    assert order == ["a", "b", "a", "b", "slow", "a", "b"]  # the first two warm up
    assert len(slow.seconds) == len(slow.busy) == 1


def test_ratios_are_taken_within_a_round(tmp_path: Path) -> None:
    """Twice, four times and twice as long, although the second round was slow for both."""
    (tmp_path / "a").write_bytes(bytes(100))
    (tmp_path / "b").write_bytes(bytes(105))
    first = Contestant("first", print, tmp_path / "a", seconds=[1.0, 10.0, 1.0], busy=[0.5] * 3)
    other = Contestant("other", print, tmp_path / "b", seconds=[2.0, 40.0, 2.0], busy=[0.25] * 3)
    last = table([first, other], 100).splitlines()[-1]
    assert last == "| other | 2.0000 | 2.0000 | 0.2500 | 2.00 | 2.00–4.00 | 1.050 |"


def test_what_shall_not_count_is_taken_off(tmp_path: Path) -> None:
    """Hashing is measured on the file just written."""
    one = Contestant("one", lambda out: out.write_bytes(b"abc"), tmp_path / "c", without=lambda out: out.stat().st_size)
    one.run()
    assert -3 < one.seconds[0] < -2
