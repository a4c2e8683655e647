"""What touches the outside: files, packages, native engines. The only library code with I/O."""
