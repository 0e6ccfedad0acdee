"""The chat as Channels' tutorial would have it: what one gets by following the documentation and stopping there."""
