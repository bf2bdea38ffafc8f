"""Japanese securities reports to tidy, proved Parquet tables."""

__version__ = "0.1.0"
