"""The checker: decides from journals and the database alone whether the invariants held. It imports nothing of the product."""
