"""Incident Atlas: security incidents on a map, with who claims, who blames and who denies.

>>> import geo
>>> incidents = geo.load(geo.default_path())
>>> geo.status_of(incidents[0]).code
'claimed_and_attributed'

Each public name stands in `__init__.pyi` with its module, which loads when the name is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
