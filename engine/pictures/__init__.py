"""Folders of pictures: finding them, telling how they are arranged, decoding and preparing them, keeping the result."""
