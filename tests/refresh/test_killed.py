"""A refresh killed at any moment, with all its processes, leaves nothing that hides articles."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

from onrecord.samples.press import Press
from onrecord.store.articles import Scope, View, article_ids
from onrecord.store.database import Database
from onrecord.store.doctor import faults
from onrecord.store.feeds import feeds

SEED = 20260303
ROUNDS = 3
LATE = (
    '+++\nid = "late-{0}"\ntitle = "Late news {0}"\noutlet = "mpa"\n+++\nLamp {0} is lit again.\n'
)


def test_killed_at_random_moments(tmp_path):
    chance = random.Random(SEED)
    arguments = ["-m", "onrecord", "--profile", tmp_path, "refresh", "--all", "--no-analysis"]
    command = [sys.executable, *map(str, arguments)]
    with Press(now=datetime(2026, 3, 3, 12, tzinfo=UTC)) as press:
        (tmp_path / "feeds.toml").write_text(
            press.feeds_toml() + '\n[settings]\nfull_text = "never"\n', encoding="utf-8"
        )
        for number in range(ROUNDS):
            asked = len(press.requests)
            with subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            ) as process:
                # The moments that matter come after the first answer.
                while process.poll() is None and len(press.requests) == asked:
                    time.sleep(0.01)
                time.sleep(chance.uniform(0, 0.6))
                os.killpg(process.pid, signal.SIGKILL)
            press.publish(LATE.format(number))
            with Database.open(tmp_path / "onrecord.db") as database:
                assert database.write(faults) == ()
                hashes = {each.url: each.body_hash for each in database.read(feeds)}
                stored = len(database.read(article_ids, Scope(View.ALL)))
                assert stored or not any(hashes.values())
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with Database.open(tmp_path / "onrecord.db") as database:
            assert len(database.read(article_ids, Scope(View.ALL))) == len(press.manuscripts)
