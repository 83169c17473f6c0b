"""The demo company, Minamo Networks: invented people, materials and pages that show every state of the portal."""
