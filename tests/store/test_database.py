"""Opening, and what goes wrong with files; reading and writing on many threads and processes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.store import database as module
from onrecord.store import migrations
from onrecord.store.database import Database, StoreError, connect

if TYPE_CHECKING:
    from collections.abc import Iterator


def add_feed(db: object, url: str) -> int:
    return db.execute("INSERT INTO feeds (url) VALUES (?)", (url,)).lastrowid


def urls(conn: sqlite3.Connection) -> list[str]:
    return [url for (url,) in conn.execute("SELECT url FROM feeds ORDER BY id")]


def refusal(path: Path) -> str:
    """Return the sentence with which an archive is refused, the file unchanged."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as refused:
        Database.open(path)
    assert (path.read_bytes() if path.is_file() else None) == before
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_new_archive_is_made_with_its_folder_and_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "onrecord.db"
    with Database.open(path) as database:
        database.write(add_feed, "https://a.example/")
    assert [each.name for each in path.parent.iterdir()] == ["onrecord.db"]
    with Database.open(path) as database:
        assert database.read(urls) == ["https://a.example/"]


def test_the_settings_of_every_connection(database: Database) -> None:
    def settings(conn: sqlite3.Connection) -> list[object]:
        names = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        return [conn.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    expected = ["wal", 1, 1, int(module.BUSY_SECONDS * 1000)]
    assert database.read(settings) == expected
    assert database.write(lambda db: settings(db.conn)) == expected


def test_what_was_asked_ahead_answers_the_same_question_once(database: Database) -> None:
    asked: list[str] = []

    def greeting(_: sqlite3.Connection, name: str) -> str:
        asked.append(threading.current_thread().name)
        return f"to {name}"

    database.read_ahead((greeting, "you"), (urls,))
    assert database.read(greeting, "them") == "to them"
    assert database.read(greeting, "you") == "to you"
    assert len(asked) == 2
    assert database.read(greeting, "you") == "to you"
    assert len(asked) == 3
    assert [name.startswith("onrecord-ahead") for name in asked].count(True) == 1
    assert database.read(urls) == []


def test_what_goes_wrong_ahead_is_told_where_it_is_asked(database: Database) -> None:
    def broken(_: sqlite3.Connection) -> None:
        raise StoreError("No.")

    database.read_ahead((broken,))
    with pytest.raises(StoreError, match="No"):
        database.read(broken)


def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError, match="may not be written"):
        database.read(lambda conn: conn.execute("INSERT INTO feeds (url) VALUES ('u')"))


def test_opening_and_reading_an_up_to_date_archive_needs_only_the_standard_library(
    tmp_path: Path,
) -> None:
    path = tmp_path / "onrecord.db"
    Database.open(path).close()
    program = (
        "import sys; from pathlib import Path; from onrecord.store.database import Database;"
        "from onrecord.store import articles, feeds, search, marks, record;"
        "database = Database.open(Path(sys.argv[1])); database.read(feeds.sources);"
        "third = [name for name in sys.modules if name in"
        " ('sqlite_utils', 'httpx', 'numpy', 'spacy', 'textual', 'pluggy')];"
        "database.close(); sys.exit(str(third) if third else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_writing_takes_no_library_along_that_it_does_not_need(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from onrecord.store.database import Database;"
        "database = Database.open(Path(sys.argv[1])); database.write(lambda db: db.table_names());"
        "third = [name for name in sys.modules if name in ('numpy', 'pandas', 'pyarrow')];"
        "database.close(); sys.exit(str(third) if third else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "onrecord.db"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_old_sqlite_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    with pytest.raises(StoreError, match=r"needs 3\.38\.0 or newer"):
        Database.open(tmp_path / "onrecord.db")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    path.touch()
    assert "is empty (0 bytes)" in refusal(path)


@pytest.mark.parametrize("content", [b"no", b"PK\x03\x04" * 4096, b"SQLite format 2\0" * 9])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "onrecord.db"
    path.write_bytes(content)
    assert "is not a database" in refusal(path)


def test_a_damaged_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert "is not a database" in refusal(path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE theirs (x)")
    conn.close()
    assert "another program" in refusal(path)


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    Database.open(path).close()
    conn = sqlite3.connect(path)
    conn.execute(f"PRAGMA user_version = {migrations.SCHEMA + 1}")
    conn.close()
    assert "newer On Record" in refusal(path)


def test_a_folder_in_the_place_of_the_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    path.mkdir()
    assert "is a folder" in refusal(path)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    assert "cannot be opened" in refusal(tmp_path / "data" / "onrecord.db")


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that an unprivileged user may enter; the test runs as one if it ran as root."""
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    if root:
        os.setresuid(65534, 65534, 0)
    try:
        yield folder
    finally:
        if root:
            os.setresuid(0, 0, 0)
        for inside in folder.rglob("*"):
            inside.chmod(0o700)
        shutil.rmtree(folder)


def test_an_unreadable_archive_is_refused(open_to_all: Path) -> None:
    path = open_to_all / "onrecord.db"
    Database.open(path).close()
    path.chmod(0)
    with pytest.raises(StoreError, match="may not be read or written"):
        Database.open(path)


def test_a_read_only_archive_is_refused(open_to_all: Path) -> None:
    path = open_to_all / "onrecord.db"
    Database.open(path).close()
    path.chmod(0o400)
    with pytest.raises(StoreError, match=r"The file .* may not be written"):
        Database.open(path)


def test_a_read_only_folder_is_refused(open_to_all: Path) -> None:
    folder = open_to_all / "data"
    folder.mkdir()
    path = folder / "onrecord.db"
    Database.open(path).close()
    folder.chmod(0o500)
    with pytest.raises(StoreError, match=r"The folder .* may not be written"):
        Database.open(path)
    with pytest.raises(StoreError, match="cannot be opened"):
        Database.open(folder / "other.db")


def test_a_full_disk_loses_only_the_change_that_did_not_fit(database: Database) -> None:
    database.write(add_feed, "https://a.example/")

    def fill(db: object) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        for number in range(1000):
            add_feed(db, f"https://{number}.example/" + "x" * 1000)

    with pytest.raises(StoreError, match="is full, so this change was not saved"):
        database.write(fill)
    assert database.read(urls) == ["https://a.example/"]


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    with Database.open(path) as database:
        database.write(lambda db: [add_feed(db, f"https://{n}.example/") for n in range(2000)])
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\x7f" * (len(content) - len(content) // 2)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged"), Database.open(path) as database:
        database.read(urls)


def test_another_process_that_writes_is_waited_for_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "onrecord.db"
    Database.open(path).close()
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    other = connect(path)
    with Database.open(path) as database:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another On Record is writing"):
            database.write(add_feed, "https://a.example/")
        assert database.read(urls) == []
        other.execute("ROLLBACK")
        database.write(add_feed, "https://a.example/")
        assert database.read(urls) == ["https://a.example/"]
    other.close()


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    program = (
        "import sys; from pathlib import Path; from onrecord.store.database import Database\n"
        "with Database.open(Path(sys.argv[1])) as database:\n"
        "    for n in range(15):\n"
        "        database.write(lambda db: db.execute("
        "'INSERT INTO feeds (url) VALUES (?)', (f'{sys.argv[2]}-{n}',)))\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, path, name]) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    with Database.open(path) as database:
        assert len(database.read(urls)) == 30


def test_a_write_that_raises_leaves_nothing(database: Database) -> None:
    def half(db: object) -> None:
        add_feed(db, "https://a.example/")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(half)
    assert database.read(urls) == []
    assert database.write(add_feed, "https://b.example/") == 1


def test_a_read_sees_one_state_however_long_it_takes(database: Database) -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(conn: sqlite3.Connection) -> tuple[list[str], list[str]]:
        before = urls(conn)
        started.set()
        go_on.wait(10)
        return before, urls(conn)

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(database.read, slow)
        started.wait(10)
        database.write(add_feed, "https://a.example/")
        go_on.set()
        assert reading.result() == ([], [])
    assert database.read(urls) == ["https://a.example/"]


def test_many_threads_read_while_one_writes(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        for number in range(20):
            database.submit(add_feed, f"https://{number}.example/")
        counts = [len(each) for each in pool.map(lambda _: database.read(urls), range(40))]
    assert all(0 <= count <= 20 for count in counts)
    database.write(add_feed, "https://last.example/")
    assert len(database.read(urls)) == 21


def test_a_write_that_waits_for_a_write_is_a_mistake(database: Database) -> None:
    with pytest.raises(RuntimeError, match="may not wait"):
        database.write(lambda _: database.write(add_feed, "https://a.example/"))


def test_closing_finishes_the_queue_and_refuses_what_comes_after(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "onrecord.db")
    writes = [database.submit(add_feed, f"https://{n}.example/") for n in range(10)]
    database.close()
    database.close()
    assert [write.result() for write in writes] == list(range(1, 11))
    with pytest.raises(StoreError, match="was closed"):
        database.submit(add_feed, "https://late.example/")
    with pytest.raises(StoreError, match="was closed"):
        database.read(urls)


def test_an_older_archive_is_backed_up_and_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "onrecord.db"
    with Database.open(path) as database:
        database.write(add_feed, "https://a.example/")

    def second(db: object) -> None:
        db["feeds"].add_column("colour", str)

    steps = (*migrations.STEPS, ("colour", second))
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(migrations, "SCHEMA", len(steps))
    with Database.open(path) as database:
        assert database.read(
            lambda conn: conn.execute("SELECT url, colour FROM feeds").fetchall()
        ) == [("https://a.example/", None)]
    (backup,) = tmp_path.glob("*.backup")
    kept = sqlite3.connect(backup)
    assert urls(kept) == ["https://a.example/"]
    assert kept.execute("PRAGMA user_version").fetchone() == (len(steps) - 1,)
    kept.close()
    Database.open(path).close()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "onrecord.db"
    with Database.open(path) as database:
        database.write(add_feed, "https://a.example/")

    def broken(db: object) -> None:
        db.execute("DELETE FROM feeds")
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        steps = (*migrations.STEPS, ("broken", broken))
        patched.setattr(migrations, "STEPS", steps)
        patched.setattr(migrations, "SCHEMA", len(steps))
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                Database.open(path)
    with Database.open(path) as database:
        assert database.read(urls) == ["https://a.example/"]
    assert len(list(tmp_path.glob("*.backup*"))) == 2
