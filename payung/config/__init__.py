"""How Payung starts: settings, addresses, the command line, the embedded database."""
