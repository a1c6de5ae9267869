"""The evidence behind the guide's figures: installs each system, checks what it answers, measures it."""
