### Comparing safety numbers.
