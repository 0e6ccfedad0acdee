"""The panel of somebody with forty chats a day for years: what it feels like to work in it."""
