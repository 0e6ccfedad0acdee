"""Reports: how many write and when, how soon they are answered, and who was there."""
