"""The night: which feeds are due, fetching them politely, and whether the night as a whole was good.

In      a day, and source ids
Out     batches of source ids; the shards of captures that a batch left, relative to the home
Errors  NightError where every feed failed or too many pages were rejected; a feed that fails is a reject
"""
