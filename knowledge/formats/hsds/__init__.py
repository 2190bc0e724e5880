"""Open Referral HSDS 3, the Human Services Data Specification (JSON): a guide into it, and documents out of it.

`terms` owns ids, taxonomies and attributes, `write` makes the rows of a guide, `read` makes documents. What maps to what
stands in docs/formats.md.
"""

from knowledge.formats.hsds.read import read
from knowledge.formats.hsds.write import Dataset, dataset

VERSION = "3.0"

__all__ = ["VERSION", "Dataset", "dataset", "read"]
