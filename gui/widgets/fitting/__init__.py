"""Widgets that fit into less room than they would like: they scroll, fold or shorten what they show."""
