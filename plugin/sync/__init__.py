"""Notion both ways: what a partnership learnt, carried there and back without losing a word.

To read it: `merge` (one text, three sides), `plan` (what is to be done), `deciding` (what plans are
made of), `run` (one run from beginning to end), `acting` (reading, sending, storing).

Rule of this folder: `merge`, `plan` and `deciding` are pure and decide; `run` and `acting` read,
send and store. Nothing decides by time or by absence, and nothing goes to Notion but a wording
that was checked, of a piece that our partners may read.
"""
