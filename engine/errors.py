"""The one exception whose text a person reads."""


class UserError(Exception):
    """Something the user can mend: one sentence that names the thing, the limit and the remedy.

    The template stays apart from its values, so that the window can translate the sentence
    before it fills the values in.

    Args:
        template: an English sentence with ``str.format`` fields.
        details: what a curious person may unfold, e.g. the text of the exception behind it.
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


class Cancelled(Exception):  # noqa: N818 - it is no error: the user asked for it
    """Raised where a long piece of work notices that the user has cancelled it."""
