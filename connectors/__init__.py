"""Speaks to Miro and Notion over HTTP, and ships a local stand-in for both.

Rule of this folder: nothing here knows of `plugin`; a caller hands in tokens, clocks and limits.
"""
