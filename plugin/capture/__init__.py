"""From a board to notes: what every box's label allows, and nothing else.

Rule of this folder: text of *Stays here*, or of the bare board, is dropped in `reading` before
anything else looks at it; what to do is decided in `plan`, which is pure; `run` writes the
outcome of a collecting in one transaction.
"""
