"""Pages of chat itself: the files' origin."""
