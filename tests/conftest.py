"""Fixtures that every test may use."""

from tests.databases import cloned_database, cloned_database_of_class, django_db_setup

__all__ = ["cloned_database", "cloned_database_of_class", "django_db_setup"]
