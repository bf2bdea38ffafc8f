"""What a cell says: its figure, its date, its measure."""
