"""Labelled claims in, figures and tables of the judge's verdicts on them out."""
