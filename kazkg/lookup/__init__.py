"""Looking up on the network which Wikidata item an entity is: off unless asked for, serial, cached, never by itself.

What is found becomes a file that somebody reads before it is used.
"""

from kazkg.lookup.options import API, LookupOptions
from kazkg.lookup.proposals import turtle
from kazkg.lookup.run import LookupReport, look_up

__all__ = ["API", "LookupOptions", "LookupReport", "look_up", "turtle"]
