"""The demo shop: Fernhill Pottery, a customer's website on another origin, with the widget in it. Embedded run only."""
