"""`make backup` and `make restore`: everything that one Parley keeps, in one sealed file, and back. Runs in the virtual environment."""
