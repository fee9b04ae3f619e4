"""Every JSON that crosses Hedgerow's border: a frozen dataclass and its marshmallow schema each.

Rule of this folder: vendors may send more than we know, our own callers may not; no input or
output happens here.
"""
