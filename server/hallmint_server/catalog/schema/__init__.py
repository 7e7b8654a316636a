"""JSON Schemas (2020-12) of the attributes of each product group, and what is asked of a brand's own. README.md beside
this names the regulations.
"""
