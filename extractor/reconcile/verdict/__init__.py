"""What the identities come to: proof, findings, the ledger, lines that a statement owes."""
