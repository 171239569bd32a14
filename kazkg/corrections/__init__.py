"""Corrections: what analysts say of an article's facts is put in their place, between reading and writing.

An article is read as ever, the corrections that concern it are found in what was read, and the facts are changed before
any RDF is written, so that every later stage (inference, shapes, comparing) sees the corrected ones.
"""
