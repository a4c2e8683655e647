"""Clinical indicators: what findings raise a question, and which findings a diagnosis rests on."""

from codeward.coding.topics.asking import topic_drafts

__all__ = ["topic_drafts"]
