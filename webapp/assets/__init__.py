"""Front-end assets: pinned npm packages become the few files that pages load.

`python -m webapp.assets` runs the steps in order: install the packages, copy what pages need, draw the icon
sprite, join the style sheets, compile the translations, speak the words of the room's calls. A second run finds
nothing to do and says so.
"""

from webapp.assets.errors import AssetError

__all__ = ["AssetError"]
