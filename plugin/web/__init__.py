"""The pages: each module parses a request, calls one function of the product, and renders.

Rule of this folder: no decision is made here. Who may do what is decided below, by the function
that is called; pages show its sentence. Everything works without scripts.
"""
