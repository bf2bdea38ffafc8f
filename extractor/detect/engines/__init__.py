"""Table finders of other packages, behind one function."""
