"""A stand-in for the servers of the United Nations and for the collections on GitHub, on loopback, as bad as the real ones.

`StandIn` starts them, `Shelf` holds the documents they give, `faults.FAULTS` names what can go wrong. By hand:
`python -m tests.servers --help`.
"""

from .answers import Request
from .shelf import Shelf
from .standin import StandIn

__all__ = ["Request", "Shelf", "StandIn"]
