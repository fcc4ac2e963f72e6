"""Take the three pictures of the README from the demonstration (`make run` must have prepared it once)."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import sync_playwright

PAGES = {"home": "/de/", "atlas": "/de/atlas/?indicator=sup-berlin-near", "dossier": "/de/kommunen/bochum/"}
FOLDER = Path("docs/pictures")
RELEASE = Path("var/releases/demo")
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


def main() -> None:
    """Serve the demonstration on a free port, photograph it, stop it."""
    browser = (
        shutil.which("chromium-headless-shell") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    if not browser:
        sys.exit("Error: no Chromium was found; get it with: sudo apt install chromium")
    if not (RELEASE / "release.json").exists():
        sys.exit("Error: the demonstration is not there yet; run make run once")
    port = _free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gruenzug.web.portal.settings.demo"}
    command = [sys.executable, "manage.py", "demo", str(RELEASE), "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        _photograph(browser, f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait()


def _photograph(browser: str, site: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        page = chromium.new_page(viewport={"width": 1280, "height": 860})
        for name, path in PAGES.items():
            page.goto(site + path, wait_until="networkidle")
            page.wait_for_timeout(2500)  # the map draws its tiles
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.save(FOLDER / f"{name}.webp", quality=82, method=6)
            print(f"{FOLDER / name}.webp")
        chromium.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str) -> None:
    for _ in range(240):
        try:
            urlopen(address)
        except URLError:
            time.sleep(0.5)
        else:
            return
    sys.exit(f"Error: the demonstration did not answer at {address} within two minutes")


if __name__ == "__main__":
    main()
