"""The load: one process that plays all visitors and operators, and shares no code with any server."""
