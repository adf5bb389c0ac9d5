"""Walk the README's tour in an empty folder, stopping at the first command that fails; with --picture, draw the report.

    tools/with-uv run --no-sync python tools/walk_the_tour.py [--picture docs/pictures/report.png]

The commands are the README's own, so what a reader types is what runs here. The picture needs Chromium.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent.parent
WIDTH, HEIGHT, COLOURS = 900, 1060, 128
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def tour() -> str:
    """The README's commands as one script."""
    blocks = re.findall(r"^```bash\n(.*?)^```$", (HERE / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    return "\n".join(blocks)


def walk(folder: Path) -> int:
    """Run the tour with `folder` as the place where it says `tour/`; return the exit code."""
    script = 'unset "${!SIGHTLINE_@}"\n' + tour().replace("tour/", f"{folder}/")
    return subprocess.run(["bash", "-euxc", script], cwd=HERE, check=False).returncode


def draw(page: Path, target: Path) -> None:
    """Draw the top of `page` in a browser without a window, with few colours so that the file stays small."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit("No Chromium was found; install it: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "page.png"
        flags = ["--headless", "--disable-gpu", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}"]
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []
        subprocess.run([browser, *flags, f"--screenshot={shot}", page.as_uri()], check=True, capture_output=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.open(shot).convert("RGB").quantize(COLOURS).save(target, optimize=True)


def main(arguments: Sequence[str]) -> int:
    """Walk, then draw where that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--picture", type=Path, help="where the picture of the lead report goes")
    wanted = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="tour-") as folder:
        code = walk(Path(folder))
        if code == 0 and wanted.picture:
            draw(next(Path(folder).glob("home/inbox/*/report.html")), wanted.picture)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
