"""Is the worker registered at BPJS, and is the card in his hand?"""
