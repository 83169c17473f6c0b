"""iCalendar (RFC 5545) from plain values: knows no model and no database."""
