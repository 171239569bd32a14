"""Into any triple store, by the SPARQL 1.1 Graph Store Protocol."""

from kazkg.push.options import PushOptions
from kazkg.push.profiles import PROFILES
from kazkg.push.report import PushReport
from kazkg.push.run import push

__all__ = ["PROFILES", "PushOptions", "PushReport", "push"]
