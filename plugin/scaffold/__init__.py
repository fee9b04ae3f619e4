"""Scaffold: a board from a session design, safe to run twice.

Rule of this folder: `words`, `geometry`, `board`, `layout`, `plan` and `picture` are pure (values
in, values out); `gathering` reads the store, and only `run` with its two halves `boards` (the board
itself) and `placing` (what is on it) writes to Miro and to the store. Designs arrive as values;
this folder opens no file.
"""
