"""The whole archive as Parquet files, for pandas, DuckDB, R and others.

Parquet is written by pyarrow, which is optional: ``pip install 'onrecord[parquet]'``.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from onrecord.record.export import ExportError
from onrecord.store.tables import COLUMNS, copy_tables

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.store.database import Database


def write_parquet(database: Database, folder: Path, *, replace: bool = False) -> dict[str, int]:
    """Write ``articles.parquet``, ``quotations.parquet`` and ``mentions.parquet`` to a folder.

    They are one state of the archive; all are written or none. Returns their numbers of rows.
    Raises `ExportError` where pyarrow is missing, a file exists that may not be replaced, or the
    folder cannot be written to.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError(
            "Parquet needs the package pyarrow: pip install 'onrecord[parquet]'."
        ) from error

    names = {table: f"{table}.parquet" for table in COLUMNS}
    there = [folder / name for name in names.values() if (folder / name).exists()]
    if there and not replace:
        raise ExportError(f"{there[0]} exists: choose another folder, or replace it (--force).")
    schemas = {table: _schema(columns) for table, columns in COLUMNS.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".parquet-") as parts:
            with ExitStack() as stack:
                writers = {
                    table: stack.enter_context(
                        pq.ParquetWriter(Path(parts) / names[table], schema, compression="zstd")
                    )
                    for table, schema in schemas.items()
                }

                def take(table: str, rows: list[tuple[Any, ...]]) -> None:
                    columns = [
                        pa.array(_values(values, field), field.type)
                        for values, field in zip(
                            zip(*rows, strict=True), schemas[table], strict=True
                        )
                    ]
                    writers[table].write_table(pa.Table.from_arrays(columns, schema=schemas[table]))

                numbers = database.read(copy_tables, take)
            for name in names.values():
                (Path(parts) / name).replace(folder / name)
    except OSError as error:
        raise ExportError(f"{folder} cannot be written to: {error.strerror}.") from error
    return numbers


def _values(values: tuple[Any, ...], field: pa.Field) -> tuple[Any, ...]:
    import pyarrow.types as types

    return tuple(map(json.loads, values)) if types.is_list(field.type) else values


def _schema(columns: dict[str, str]) -> pa.Schema:
    import pyarrow as pa

    kinds = {
        "int": pa.int64(),
        "real": pa.float64(),
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "time": pa.timestamp("s", tz="UTC"),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
