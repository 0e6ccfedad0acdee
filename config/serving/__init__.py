"""The servers of `manage.py serve`: the same application and the same manners on daphne and on uvicorn, and how both end."""
