"""Notion both ways: what a partnership learnt, carried there and back without losing a word.

Rule of this folder: `merge`, `columns`, `pages` and `plan` are pure and decide; the others read,
send and store. Nothing decides by time or by absence, and nothing goes to Notion but a wording
that was checked, of a piece that our partners may read.
"""
