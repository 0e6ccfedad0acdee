"""Search over messages of any age: words, the follower that files them, and the question."""
