"""What is typed goes in; results on stdout, progress on stderr and an exit code come out."""
