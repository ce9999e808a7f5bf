"""Widgets that know nothing of autoencoders."""
