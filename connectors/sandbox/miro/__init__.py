"""The Miro half of the sandbox: REST API v2 as `docs/miro.md` knows it.

Rule of this folder: routes parse and answer, `state.py` and the nouns hold what is so, and every
refusal is a `MiroError` in the vendor's shape. What facts leave open is decided in the docstring
of the module that it shapes.
"""
