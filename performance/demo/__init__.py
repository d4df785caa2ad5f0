"""The demonstration: the KSCB's 2017/18 year from its printed summary, and invented work around it.

Facts carry their source; what no source says is invented, marked so, and adds up to what is
printed. No real child, family or practitioner appears. `load.load()` puts it in the database.
"""
