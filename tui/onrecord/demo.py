"""The reader on the sample press: no internet, a throw-away profile, the very same code."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord.app.app import OnRecord
from onrecord.config import load
from onrecord.paths import profile_paths
from onrecord.samples.outlets import feeds_toml
from onrecord.samples.press import Press
from onrecord.store.database import Database


def demonstrate(keep: Path | None = None) -> int:
    """Serve the sample press on loopback, subscribe to it, and open the reader on it.

    The profile lives in a temporary folder, or in ``keep``, which is made where it is missing.
    Gives the reader's exit code. Raises ``StoreError`` where the archive cannot be made.
    """
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="onrecord-demo-")))
        press = stack.enter_context(Press())
        paths = profile_paths(folder)
        folder.mkdir(parents=True, exist_ok=True)
        # Each demonstration finds its press at another port.
        paths.feeds_toml.write_text(feeds_toml(press.url), encoding="utf-8")
        database = stack.enter_context(Database.open(paths.database))
        app = OnRecord(database, load(paths.feeds_toml), paths)
        app.run()
        return app.return_code or 0
