"""Files of datasets to incidents, row by row.

Each public name stands in `__init__.pyi` with its module, which loads when the name is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
