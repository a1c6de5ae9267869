"""Whole answers for anonymous readers, given before Django wakes up, and never older than the last commit."""
