"""Whether the unit that a caption names can be true."""
