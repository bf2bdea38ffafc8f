"""Ratios of the summary tables as formulas on intervals."""
