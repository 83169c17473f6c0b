"""The engines of this installation."""
