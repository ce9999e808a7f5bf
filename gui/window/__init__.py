"""The window itself: layout, menus, files, and the application around it."""
