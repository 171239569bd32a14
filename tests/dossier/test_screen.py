# ruff: noqa: E501  (the measuring script reads best in long lines)
"""The dossier as a browser lays it out: no sideways scrolling on a phone, and text that can be read by day and night."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kazkg.dossier import report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: make system")
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"]  # fmt: skip
MEASURE = """
const rgb = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length > 3 && m[3] === 0 ? null : m.slice(0, 3); };
const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
addEventListener("load", () => {
  const frame = document.querySelector("iframe"), doc = frame.contentDocument, view = frame.contentWindow;
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(view.getComputedStyle(e).backgroundColor); if (c) return c; } return [255, 255, 255]; };
  const poor = {};
  for (const e of doc.querySelectorAll("body *")) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || ["STYLE", "title", "desc"].includes(e.tagName)) continue;
    const style = view.getComputedStyle(e), svg = e.namespaceURI.endsWith("svg");
    const colour = rgb(svg ? style.fill : style.color);
    const found = colour ? ratio(colour, behind(e)) : 99;
    if (found < 4.5) poor[e.tagName + "." + (e.className.baseVal ?? e.className)] = found.toFixed(2);
  }
  const wide = [...doc.querySelectorAll("body *")].filter(e => !e.closest(".scroll") && e.getBoundingClientRect().right > view.innerWidth + 1);
  document.title = JSON.stringify({ width: view.innerWidth, scroll: doc.documentElement.scrollWidth, poor,
    wide: wide.slice(0, 5).map(e => e.tagName + " " + e.textContent.slice(0, 40)),
    drawn: [...doc.querySelectorAll("svg")].filter(e => e.getBoundingClientRect().height > 60).length,
    paper: view.getComputedStyle(doc.body).backgroundColor });
});
"""


@pytest.fixture(scope="module")
def page(seeds_build: Path) -> str:
    return report(seeds_build)


def measured(page: str, width: int, night: bool, folder: Path) -> dict[str, object]:
    wrapper = folder / "wrapper.html"
    frame = f'<iframe srcdoc="{html.escape(page)}" style="width:{width}px;height:2000px;border:0"></iframe>'
    wrapper.write_text(f"<!doctype html><meta charset=utf-8>{frame}<script>{MEASURE}</script>", encoding="utf-8")
    scheme = [f"--blink-settings=preferredColorScheme={0 if night else 1}"]
    command = [str(CHROMIUM), *QUIET, *scheme, f"--user-data-dir={folder / 'profile'}", "--window-size=1400,2100",
               "--dump-dom", wrapper.as_uri()]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    title = re.search(r"<title>(\{.*?\})</title>", shown, re.DOTALL)
    assert title is not None, shown[:500]
    found: dict[str, object] = json.loads(html.unescape(title[1]))
    return found


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
def test_it_fits_and_can_be_read(page: str, width: int, night: bool, tmp_path: Path) -> None:
    found = measured(page, width, night, tmp_path)
    assert found["width"] == width
    assert found["scroll"] == width, found["wide"]
    assert found["wide"] == []
    assert found["poor"] == {}
    assert isinstance(found["drawn"], int) and found["drawn"] >= 5
    assert found["paper"] == ("rgb(23, 23, 27)" if night else "rgb(255, 255, 255)")


def test_it_prints(page: str, tmp_path: Path) -> None:
    source, out = tmp_path / "dossier.html", tmp_path / "dossier.pdf"
    source.write_text(page, encoding="utf-8")
    command = [
        str(CHROMIUM),
        *QUIET,
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--print-to-pdf={out}",
        source.as_uri(),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    made = out.read_bytes()
    assert made.startswith(b"%PDF") and made.count(b"/Type /Page") > 5
