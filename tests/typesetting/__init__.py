"""The same figures in any layout give the same rows, or a finding: invented filings, drawn in layouts that a seed
chooses."""
