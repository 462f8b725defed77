"""What is printed in, the source it means out: its link, its outlet, the name outside the bracket."""
