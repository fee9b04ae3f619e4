"""Tests of Hedgerow: unit mirrors the code, promises try to break what must hold."""
