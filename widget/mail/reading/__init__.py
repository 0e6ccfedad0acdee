"""Reads a mail that a stranger wrote: what they say in it, who is said to have sent it, and whether a machine did."""
