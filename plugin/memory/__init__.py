"""The partnership's memory: who may read which piece, in which wording, and finding it again.

Rule of this folder: it decides nothing about notes; note text is never searched here.
"""
