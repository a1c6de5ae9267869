"""The whole site in one file, and a whole site out of that file."""
