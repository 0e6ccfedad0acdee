"""Imports: an export of a project becomes a new project. First all of it is looked at; only what is whole and clean is loaded."""
