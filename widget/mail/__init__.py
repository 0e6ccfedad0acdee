"""The talk goes on by e-mail when its visitor has left, and comes back into the chat."""
