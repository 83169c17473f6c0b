"""Our message catalogues: gathered, checked and compiled without the gettext programs. See docs/translations.md."""
