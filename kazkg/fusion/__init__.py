"""The accounts side by side: what articles say of the same thing is compared, and nothing any of them says is lost.

Works over the whole corpus, after the articles are read and before they are put together. The articles leave compact
reports; these are shelved on disk, compared block by block by the rules in ``queries/rules/``, and what comes out is
one named graph.
"""
