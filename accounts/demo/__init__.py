"""What only the embedded run has: a mailbox on this machine, in place of a mail server."""
