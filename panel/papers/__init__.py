"""A conversation to be read, printed and kept, without us: as a page, as text, as PDF."""
