"""How are NIK, KK, phone, account and mother's name kept so that a stolen copy of the database tells nothing?

Doors: `seal` / `unseal` (AES-256-GCM, bound to its place), the same for many values and for whole files, and
`blind_index` (keyed, for exact look-up).
"""

from payung.vault.seal import (
    CannotOpen,
    Sealed,
    blind_index,
    blind_indexes,
    seal,
    seal_bytes,
    seal_many,
    unseal,
    unseal_bytes,
    unseal_many,
)

__all__ = [
    "CannotOpen",
    "Sealed",
    "blind_index",
    "blind_indexes",
    "seal",
    "seal_bytes",
    "seal_many",
    "unseal",
    "unseal_bytes",
    "unseal_many",
]
