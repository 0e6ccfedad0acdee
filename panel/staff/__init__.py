"""What a customer's grant opens to Parley's own people: settings and conversations, read only."""
