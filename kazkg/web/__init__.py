"""The one web application: everything that kazkg serves joins it."""
