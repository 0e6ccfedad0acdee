"""The widget on a real page: what a visitor of a customer's site feels of it."""
