"""Kill a refresh at random moments, again and again, and see that nothing is lost.

    python benchmarks/kill.py [--rounds 100] [--seed 1] [--feeds 30] [--model]

A press on loopback publishes an article in every feed with every request; the ETag of a document
is the guid of its newest entry. Each round starts ``onrecord refresh`` as a process of its own and
kills it, with all it started, by SIGKILL after a random time; then the archive is examined: its
file and indexes, and whether every feed's validator stands for an entry that is stored. In the end
an undisturbed refresh must leave every article that was published since stored, and every stored
one analysed. Exits with 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.analyse.versions import MODEL, PATTERNS
from onrecord.store.articles import Scope, View, article_ids
from onrecord.store.database import Database
from onrecord.store.doctor import faults
from onrecord.store.feeds import feeds
from onrecord.store.waiting import count_waiting

if TYPE_CHECKING:
    import sqlite3

ENTRIES = 20
WORDS = "The pier opens again on Monday, said its keeper, and nobody was there to hear it. "


class Press(ThreadingHTTPServer):
    """Publishes one more article in a feed with every request for it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.published: Counter[str] = Counter()
        self.lock = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of those who were killed while they asked."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def document(self, path: str) -> tuple[str, bytes]:
        """Return the ETag and the body of a feed."""
        with self.lock:
            self.published[path] += 1
            newest = self.published[path]
        items = []
        for number in range(newest, max(0, newest - ENTRIES), -1):
            guid = f"{path}#{number}"
            said = f"“It is done for the {number}th time,” said Mara Quill of {path}. {WORDS * 12}"
            items.append(
                f"<item><guid isPermaLink='false'>{guid}</guid><title>Number {number} of {path}"
                f"</title><description>{said}</description></item>"
            )
        body = f"<rss><channel><title>{path}</title>{''.join(items)}</channel></rss>"
        return f"{path}#{newest}", body.encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Press

    def do_GET(self) -> None:
        etag, body = self.server.document(self.path)
        self.send_response(200)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def hiding(conn: sqlite3.Connection) -> list[str]:
    """Return the feeds whose validator stands for an entry that is not stored."""
    stored = "SELECT 1 FROM article_sources WHERE feed_id = ? AND guid = ?"
    return [
        each.url
        for each in feeds(conn)
        if each.etag and not conn.execute(stored, (each.id, each.etag)).fetchone()
    ]


def refresh_and_kill(command: list[str], seconds: float) -> bool:
    """Run a refresh and kill it and its processes after a while; tell whether it still ran."""
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        time.sleep(seconds)
        running = process.poll() is None
        if running:
            os.killpg(process.pid, signal.SIGKILL)
    return running


def examine(path: Path) -> list[str]:
    """Return what is wrong with the archive."""
    if not path.exists():
        return []
    with Database.open(path) as database:
        wrong = [fault.sentence for fault in database.write(faults)]
        return wrong + [f"{url} hides articles" for url in database.read(hiding)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--feeds", type=int, default=30)
    parser.add_argument("--model", action="store_true", help="analyse with the model in the end")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    wrong: list[str] = []
    killed = 0
    with Press() as press, tempfile.TemporaryDirectory(prefix="onrecord-kill-") as place:
        threading.Thread(target=press.serve_forever, daemon=True).start()
        folder = Path(place)
        address = f"http://127.0.0.1:{press.server_address[1]}"
        listed = [f'[[feeds]]\nurl = "{address}/{number}"\n' for number in range(given.feeds)]
        (folder / "feeds.toml").write_text("\n".join(listed))
        command = [sys.executable, "-m", "onrecord", "--profile", place, "refresh", "--all"]
        path = folder / "onrecord.db"
        # How long a whole refresh takes here, so that moments of all of it are met.
        start = time.perf_counter()
        subprocess.run([*command, "--no-analysis"], check=True, stdout=subprocess.DEVNULL)
        whole = time.perf_counter() - start
        for number in range(1, given.rounds + 1):
            killed += refresh_and_kill(command, chance.uniform(0.05, 1.5 * whole))
            found = examine(path)
            wrong += [f"round {number}: {each}" for each in found]
            if number % 10 == 0:
                print(f"round {number}: {killed} killed at work, {len(wrong)} faults", flush=True)
        options = [] if given.model else ["--no-analysis"]
        subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
        wrong += examine(path)
        with Database.open(path) as database:
            if not given.model:
                analyse(database)
            saved = len(database.read(article_ids, Scope(View.ALL)))
            waiting = database.read(count_waiting, {PATTERNS, MODEL})
            newest = database.read(newest_missing, press.published)
    wrong += newest
    print(
        f"{given.rounds} rounds, {killed} killed at work; {saved} articles, {waiting} not analysed"
    )
    print("\n".join(wrong) or "nothing was lost")
    return 1 if wrong or waiting else 0


def newest_missing(conn: sqlite3.Connection, published: Counter[str]) -> list[str]:
    """Return the newest documents' entries that are not stored."""
    stored = {guid for (guid,) in conn.execute("SELECT guid FROM article_sources")}
    return [
        f"{path}#{number} is missing"
        for path, newest in published.items()
        for number in range(max(1, newest - ENTRIES + 1), newest + 1)
        if f"{path}#{number}" not in stored
    ]


def analyse(database: Database) -> None:
    """Make every record that waits, by patterns."""
    from onrecord.analyse.workers import analyse_by_patterns
    from onrecord.store.record import document
    from onrecord.store.record_writer import store_record
    from onrecord.store.waiting import waiting

    while ids := database.read(waiting, {PATTERNS, MODEL}, 50):
        for article_id in ids:
            found = database.read(document, article_id)
            if found is not None:
                database.write(store_record, found, analyse_by_patterns(found))


if __name__ == "__main__":
    raise SystemExit(main())
