"""A company's case: its product, the approvals it has, the day it files."""
