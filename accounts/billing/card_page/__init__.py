"""A payment company of our own for this machine: its page takes card numbers, and nothing else of Parley ever sees one."""
