"""The live loss plot."""
