"""Runs the command line as ``python -m onrecord``."""

from onrecord.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
