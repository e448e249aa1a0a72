"""How does Payung look and speak? Frame, components, forms, tables, formats, error pages."""
