"""Cited claims in, what repeats them and what nothing backs out."""
