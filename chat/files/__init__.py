"""Files that people send: where they lie, what they are, and what is made of them before anybody gets them."""
