"""Convene: what a meeting rests on before anybody writes, beginning with its design.

Rule of this folder: session designs are TOML data in `templates/`, read and checked here and
passed on as values of `plugin.domain.templates`; no other folder opens those files.
"""
