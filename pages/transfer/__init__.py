"""Bulk in and out, through actions."""
