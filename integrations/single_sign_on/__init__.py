"""Signing in by an account's own OpenID Connect provider: the protocol. Who may come in, `accounts` decides."""
