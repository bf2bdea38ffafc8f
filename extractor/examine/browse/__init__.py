"""The lake in a browser: companies, filings, statements over time, every value to its page. Pages are made here and
carry no script."""
