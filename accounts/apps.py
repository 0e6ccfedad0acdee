"""People, accounts, projects, and what they may do."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
