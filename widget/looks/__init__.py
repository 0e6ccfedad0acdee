"""How a project's widget looks: what may be chosen, what is made of it for the loader and the frame."""
