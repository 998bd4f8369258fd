"""`python -m tools.front_door setup | serve | test [for pytest …] | bench NAME […]`; the Makefile calls it."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.front_door import benches, system, website
from tools.front_door.console import Missing, say
from tools.front_door.environment import Environment
from tools.front_door.places import DEV_LOCK, ROOT, RUN_LOCK

USAGE = "Use: make serve | make test | make setup | make bench-NAME"
ENVIRONMENT = Environment()


def set_up(*, to_test: bool) -> None:
    """Provide what the machine, Python and the pages need."""
    system.provide(system.TO_TEST if to_test else system.TO_RUN)
    system.offer()
    ENVIRONMENT.prepare(DEV_LOCK if to_test else RUN_LOCK)
    _prepare_assets()


def _prepare_assets() -> None:
    done = subprocess.run([ENVIRONMENT.python, "-m", "webapp.assets"], cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise Missing("The front-end assets could not be prepared; the line above says why.")


def serve() -> None:
    """Set up, load the samples once, and become the website."""
    website.check_port()
    set_up(to_test=False)
    website.load_samples()
    website.serve()


def test(arguments: list[str]) -> None:
    """Set up, and become pytest."""
    set_up(to_test=True)
    os.chdir(ROOT)
    # Tests start hundreds of processes: each would compile the program anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.execv(ENVIRONMENT.python, [str(ENVIRONMENT.python), "-m", "pytest", *arguments])


def main(arguments: list[str]) -> int:
    """Do what is asked; 0 done, 1 cannot go on, 2 wrong use."""
    try:
        match arguments:
            case ["setup"]:
                set_up(to_test=True)
            case ["serve"]:
                serve()
            case ["test", *rest]:
                test(rest)
            case ["bench", name, *rest]:
                benches.measure(name, rest)
            case _:
                say(USAGE)
                return 2
    except Missing as exc:
        say(f"✗ {exc}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Nothing is lost: the same command goes on from here.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
