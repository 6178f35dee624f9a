"""Running the scripts of the schema."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def run_script(db: Database, script: str) -> None:
    """Run statements one after the other in the open transaction, each ending with its line.

    (sqlite-utils looks after every character whether a statement ends there: a tenth of the time
    from the command to the first request where the archive is new.)
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
