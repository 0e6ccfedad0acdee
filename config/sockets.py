"""Which consumer answers at which address."""

from __future__ import annotations

from panel.consumers import PanelConsumer
from widget.consumers import WidgetConsumer

SOCKETS = {"/ws/panel/": PanelConsumer.as_asgi(), "/ws/widget/": WidgetConsumer.as_asgi()}
