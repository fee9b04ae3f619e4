"""Nouns and rules of Hedgerow.

Rule of this folder: standard library only, no input or output. The clock, ids and keys are
passed in; every function here can be understood and tested with values alone.
"""
