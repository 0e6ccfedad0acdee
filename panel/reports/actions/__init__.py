"""What keeps reports true."""
