"""Counting a quarter and publishing it."""
