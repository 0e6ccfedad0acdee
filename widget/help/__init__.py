"""The help centre: a project's articles, for everybody to read, on pages of their own and inside the chat."""
