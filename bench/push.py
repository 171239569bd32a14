"""Memory and time of ``kazkg push`` into a real Oxigraph server, at growing numbers of made-up triples.

Each push runs in a process of its own against a fresh server on loopback with its database on disk. The triples are
shaped like a build's: graphs of some 420 about one article each, with quotes, numbers, links between them, and one
shared graph that grows with the whole. Run ``python bench/push.py``; ``--triples 100000`` for a quicker look.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

BASE = "https://bench.example.org/"
KAZ = "https://w3id.org/kazkg/ontology#"
ARTICLE = 420
"""Triples about one article."""
FLAT = 1.25
"""Peak memory at the largest size may be this many times that at a tenth of it."""


def quads(count: int) -> Iterator[str]:
    """N-Quads of ``count`` different triples, nine in ten of them in the graphs of articles."""
    for number in range(count):
        article, place = divmod(number, ARTICLE)
        subject = f"<{BASE}article/{article:06}#char={place * 7},{place * 7 + 40}>"
        kind = place % 5
        if kind == 0:
            rest = f'<http://www.w3.org/ns/oa#exact> "Made-up sentence {number} about nobody, \\u2014 at all."'
        elif kind == 1:
            rest = f'<http://www.w3.org/ns/oa#start> "{place * 7}"^^<http://www.w3.org/2001/XMLSchema#integer>'
        elif kind == 2:
            rest = f"<{KAZ}inArticle> <{BASE}article/{article:06}>"
        elif kind == 3:
            rest = f"<{KAZ}claimer> <{BASE}entity/{number % 997}>"
        else:
            rest = f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{KAZ}Span>"
        graph = "inferred" if place % 10 == 9 else f"article/{article:06}"
        yield f"{subject} {rest} <{BASE}graph/{graph}> .\n"


def measure(count: int, layout: list[str]) -> dict[str, float]:
    """Push once; seconds, and peak memory of the pushing process in MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "bench.nq"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(quads(count))
        port = 17_000 + os.getpid() % 10_000
        command = [str(Path(sys.executable).with_name("oxigraph")), "serve", "--location", str(folder / "db")]
        server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait(f"http://127.0.0.1:{port}/")
            began = time.monotonic()
            arguments = ["push", f"http://127.0.0.1:{port}", "--store", "oxigraph", "--from", str(source), *layout]
            client = subprocess.Popen([sys.executable, "-m", "kazkg", *arguments], stderr=subprocess.PIPE, text=True)
            shown = client.stderr.read() if client.stderr else ""
            _, status, usage = os.wait4(client.pid, 0)
            if status:
                raise SystemExit(shown)
            return {"seconds": time.monotonic() - began, "peak": usage.ru_maxrss / 1024, "megabytes": _size(source)}
        finally:
            server.terminate()
            server.wait()


def _size(path: Path) -> float:
    return path.stat().st_size / 1_000_000


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server does not start.")


def main() -> int:
    """Print a table; exit status 1 where memory grows."""
    parser = argparse.ArgumentParser(description="Memory and time of kazkg push.")
    parser.add_argument("--triples", type=int, default=1_000_000, help="the largest number of triples")
    options = parser.parse_args()
    worst = 0.0
    print(f"{'layout':14} {'triples':>10} {'MB sent':>8} {'seconds':>8} {'triples/s':>10} {'peak MB':>8}")
    for label, layout in (("per article", ["--graph-per-article", "--replace"]), ("one graph", ["--replace"])):
        peaks = []
        for count in (options.triples // 10, options.triples):
            found = measure(count, layout)
            peaks.append(found["peak"])
            speed = count / found["seconds"]
            print(
                f"{label:14} {count:>10,} {found['megabytes']:>8.0f} {found['seconds']:>8.1f} {speed:>10,.0f} "
                f"{found['peak']:>8.0f}"
            )
        worst = max(worst, peaks[1] / peaks[0])
    print(f"memory at ten times the triples, at worst: {worst:.2f} times (limit {FLAT})")
    return 1 if worst > FLAT else 0


if __name__ == "__main__":
    sys.exit(main())
