"""Keeps articles and their record in SQLite. The only place that knows SQL."""
