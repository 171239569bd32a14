"""Does comparing grow with the corpus, or with its square? Made-up reports of one crisis: all of it is one block.

Run ``python bench/fusing.py``: seconds and peak memory from 1,000 to 10,000 articles of four figures and six events
each, a fifth of the figures in the article's own voice, and the ratios to the first row.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kazkg.fusion.fuse import fuse
from kazkg.fusion.happening import EventReport, Told
from kazkg.fusion.report import Report
from kazkg.fusion.shelf import Shelf
from kazkg.graph.emit import registry_of
from kazkg.graph.settings import GraphSettings
from kazkg.knowledge import Knowledge

SIZES = (1000, 2000, 5000, 10000)
PLACES = ("norland", "norhaven", "southport")
GROUPS = ("people", "civilians", "protesters", "security_forces")


def reports(articles: int) -> Iterator[Report]:
    """Four figures an article; the same for the same number of articles."""
    dice = random.Random(1)
    base = GraphSettings().base
    for article in range(articles):
        for number in range(4):
            day, place, group = dice.randint(1, 20), dice.choice(PLACES), dice.choice(GROUPS)
            low = day * 3 + dice.randint(0, 12)
            voice = dice.random() < 0.2
            source = f"a{article}" if voice else f"body-{dice.randint(1, 30)}"
            yield Report(
                claim=f"{base}article/a{article}/figure/{number}",
                article=f"a{article}",
                begin=number,
                measure="killed",
                group=group,
                group_label=group,
                wider_groups=() if group == "people" else ("people",),
                low=low,
                high=low,
                qualifier="exact",
                words=str(low),
                status="current",
                epistemic="TrueCertain",
                place=f"{base}entity/{place}",
                place_label=place,
                within=() if place == "norland" else (f"{base}entity/norland",),
                root=f"{base}entity/norland",
                as_of=f"2031-05-{day:02d}",
                as_of_begin=f"2031-05-{day:02d}T00:00:00Z",
                as_of_end=f"2031-05-{day + 1:02d}T00:00:00Z",
                origin=f"{base}{'article' if voice else 'entity'}/{source}",
                origin_label=source,
                origin_kind="voice" if voice else "named",
                origin_why="made up",
            )


def events(articles: int) -> Iterator[EventReport]:
    """Six events an article; the same for the same number of articles."""
    dice = random.Random(2)
    base = GraphSettings().base
    for article in range(articles):
        for number in range(6):
            day, place, noun = dice.randint(1, 20), dice.choice(PLACES), dice.choice(GROUPS)
            date = f"2031-05-{day:02d}" if dice.random() < 0.7 else ""
            who = dice.randint(1, 300)
            body = f"{base}entity/body-{who % 30}"
            telling = Told(f"{base}article/a{article}/telling/{number}", body, "a body", "named", "made up", "")
            yield EventReport(
                event=f"{base}article/a{article}/event/{number}",
                article=f"a{article}",
                begin=number,
                cls="Attack",
                type="Attack",
                above=("Attack", "Event"),
                label=f"attack in {place}",
                once=False,
                first=date,
                last=date,
                date=date,
                published="2031-05-20",
                place=f"{base}entity/{place}",
                place_label=place,
                facility=False,
                within=() if place == "norland" else (f"{base}entity/norland",),
                root=f"{base}entity/norland",
                named=(("agent", f"{base}entity/body-{who}", f"body {who}"),) if who < 150 else (),
                nouns=(noun,),
                planned=False,
                told=(telling,),
            )


def measure(articles: int) -> None:
    """Fuse in this process and print articles, seconds, megabytes at most, and lines."""
    registry = registry_of(Knowledge(), GraphSettings())
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder) / "shelf.sqlite")
        began = time.process_time()
        shelf.put(reports(articles))
        shelf.put_events(events(articles))
        for article in range(articles):
            dice = random.Random(article // 2 if article % 10 == 0 else article)
            sketch = sorted(dice.randrange(1 << 32) for _ in range(64))
            shelf.put_article(
                f"a{article}", "2031-05-20", f"{GraphSettings().base}article/a{article}", "an article", sketch
            )
        fuse(shelf, registry)
        seconds = time.process_time() - began
        lines = sum(1 for _ in shelf.lines())
        shelf.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{articles} {seconds:.2f} {peak:.0f} {lines}\n")


def main() -> None:
    """One process a size, so that each has a peak of its own."""
    first: list[float] = []
    sys.stdout.write("articles  CPU s  MB at most  lines  (ratios to the first row: articles, seconds, MB)\n")
    for size in SIZES:
        shown = subprocess.run([sys.executable, __file__, str(size)], capture_output=True, text=True, check=True).stdout
        row = [float(part) for part in shown.split()]
        first = first or row
        ratios = " ".join(f"{row[i] / first[i]:.1f}" for i in (0, 1, 2))
        sys.stdout.write(f"{shown.strip()}  ({ratios})\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        main()
