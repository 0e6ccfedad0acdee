"""What Parley's own people see without any grant: who the customers are. Served at an address and by a database role of its own."""
