"""What makes a project of an archive."""
