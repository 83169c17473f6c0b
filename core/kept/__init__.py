"""Pages that are kept until something they were made of changes. docs/core/kept.md says how."""
