"""Alembic migrations, shipped in the wheel; every one runs up and down."""
