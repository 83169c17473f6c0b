"""The background worker: tasks from the database, ticks, and the recovery of what a killed worker left behind."""
