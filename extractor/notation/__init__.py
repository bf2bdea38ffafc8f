"""How filings write things: widths, note marks, numbers, dates. Shared vocabulary of the rooms; imports the model
only."""
