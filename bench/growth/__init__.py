"""Growth: what the hot queries touch and how long they take when old data only ever becomes more."""
