"""What goes back to people: cards on the next board, and the sponsor's page.

Rule of this folder: only checked wordings are shown, and only to those they were released to.
"""
