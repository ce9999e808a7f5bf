"""The exception whose text is shown to the user, and the one for cancelled work."""


class UserError(Exception):
    """A problem that the user can solve: one sentence that names the thing, the limit and the remedy.

    The template is kept apart from its values, so that the window can translate it before filling them in.

    Args:
        template: an English sentence with ``str.format`` fields.
        details: technical details shown on request, e.g. the text of the exception that caused it.
        **values: what fills the template's fields.
    """

    def __init__(self, template: str, /, *, details: str = "", **values: object) -> None:
        super().__init__(template)
        self.template = template
        self.values = values
        self.details = details

    def __str__(self) -> str:
        return self.template.format(**self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.template, self.details, self.values))


def _rebuild(template: str, details: str, values: dict[str, object]) -> UserError:
    return UserError(template, details=details, **values)


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """Raised when long work notices that it was cancelled."""
