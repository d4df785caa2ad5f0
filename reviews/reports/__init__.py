"""The report of an audit as a file. Both take what reviews/figures/audit_report.py gives."""
