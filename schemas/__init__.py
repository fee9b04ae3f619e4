"""Every JSON that crosses our border: a frozen dataclass and its marshmallow schema side by side.

What vendors send is read loosely (unknown fields and unknown types pass through); what does not
fit at all raises `schemas.reading.Mismatch`, which names places and never values. Nothing here
does input or output.
"""
