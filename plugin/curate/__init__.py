"""The desk: a learning partner makes pieces out of kept notes, has them checked, releases them.

Rule of this folder: held notes are for listening (readable, never a source), and nothing here can
set *checked*; it is computed in `plugin.domain.pieces`.
"""
