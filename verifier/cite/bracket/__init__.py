"""One bracket in, what is printed there and whether it is a citation out."""
