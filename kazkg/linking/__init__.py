"""Links to Wikidata: which item a named thing is, by a packaged gazetteer, its spelling and what stands around it.

Linking abstains: what is not sure stays a listed candidate. The way in is :mod:`kazkg.linking.candidates`.
"""
