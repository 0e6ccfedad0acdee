"""What both servers are told alike."""

from __future__ import annotations

import socket

# Twice the contract's 64 KiB: up to there a frame gets an answer, above it the connection ends with 1009.
MESSAGE_BYTES = 128 * 1024
# A peer that has gone without a word is noticed within 45 s: 2 s until daphne looks, and both of these.
PING_EVERY_S, PONG_WITHIN_S = 20, 20
CLOSE_WITHIN_S = 5.0  # for the other side to answer our close; a reader that has stopped never will
# What the kernel may hold of one socket. Left to itself it takes megabytes from who does not read.
KERNEL_BYTES = 128 * 1024
BACKLOG = 2048  # all sockets of a host that went down come at once


def keep_little(connection: socket.socket) -> None:
    """Let the kernel hold KERNEL_BYTES of what one socket has not read: beyond them, writing to it waits."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
