"""How fast the program is: ``make bench``. Ratios in one run, since absolute times drift on shared machines."""
