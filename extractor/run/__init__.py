"""Many filings: plan, execute, commit."""
