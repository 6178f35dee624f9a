"""On Record: a terminal reader for press interviews. Importing the package imports nothing else."""

__version__ = "0.1.0"
