"""Which sums, ties and official weights hold between the figures of a filing."""
