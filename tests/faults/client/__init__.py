"""Clients that know nothing of Parley but its contract: what they sent, what was acknowledged and what they showed is in their journals."""
