"""The floor: the fastest simple server that keeps Parley's promises for one message, and does nothing else."""
