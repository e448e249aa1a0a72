"""Where does the font come from? From npm at set-up, where npm exists; without it the device's fonts serve.

`python -m payung.config.assets` runs `npm ci` by the lock file and copies what the pages use to
payung/ui/static/vendor/ (never committed). It always leaves a fonts.css, so that the pages find one.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENDOR = ROOT / "payung" / "ui" / "static" / "vendor"
FONT = Path(
    "node_modules/@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2"
)
FACE = """@font-face {
  font-family: "Plus Jakarta Sans Variable";
  font-weight: 200 800;
  font-display: swap;
  src: url("jakarta.woff2") format("woff2");
}
"""
SECONDS = 120


def fetch_assets() -> bool:
    """Bring the font; True when it is there. Never raises: a city without npm works too."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    there = _npm_ci() and (ROOT / FONT).exists()
    if there:
        shutil.copyfile(ROOT / FONT, VENDOR / "jakarta.woff2")
    (VENDOR / "fonts.css").write_text(FACE if there else "/* huruf bawaan perangkat */\n", encoding="utf-8")
    return there


def _npm_ci() -> bool:
    npm = shutil.which("npm")
    if npm is None or not (ROOT / "package-lock.json").exists():
        return False
    try:
        done = subprocess.run(
            [npm, "ci", "--ignore-scripts", "--silent"],
            cwd=ROOT,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    if not fetch_assets():
        sys.stdout.write(
            "Huruf halaman tidak terpasang (npm tidak ada): lanjut dengan huruf bawaan perangkat.\n"
        )
