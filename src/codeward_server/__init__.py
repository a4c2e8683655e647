"""The server of Codeward: identity, access, keys and ledger around the library, for a browser."""
