"""How does the programme stand? Dashboard, monthly report, the auditor's views. Reads only."""
