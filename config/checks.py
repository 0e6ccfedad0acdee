"""Refuses a deployment that cannot work or is not safe."""
