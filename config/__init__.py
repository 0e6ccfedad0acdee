"""Wiring: settings, addresses, servers. Holds no rule."""


def __getattr__(name: str) -> object:
    """`celery -A config` looks for `celery` here; loading it only then keeps other commands free of it."""
    if name == "app":
        from config.celery import app

        return app
    raise AttributeError(name)
