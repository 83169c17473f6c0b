"""What learning gives to search: materials with each of their steps, answered questions, courses with
their runs, curricula and categories. Each module with a `SOURCE` is found by itself."""
