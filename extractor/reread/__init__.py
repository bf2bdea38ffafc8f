"""Second readers: asked where they have ever settled a doubt, believed where they prove more."""

from extractor.reread.asking import ask_others, other_pages
from extractor.reread.choice import choose
from extractor.reread.claims import reclaim
from extractor.reread.policy import suspects

__all__ = ["ask_others", "choose", "other_pages", "reclaim", "suspects"]
