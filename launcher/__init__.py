"""Sets Parley up and runs it on one machine, with nothing but Python's standard library."""
