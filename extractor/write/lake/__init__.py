"""A lake of committed filings, in a folder, an object store or as Delta tables."""
