"""Scaffold: a board from a session design, safe to run twice.

Rule of this folder: `words`, `geometry`, `board`, `layout`, `plan` and `picture` are pure (values
in, values out); only `run` speaks to Miro and to the store. Designs arrive as values; this folder
opens no file.
"""
