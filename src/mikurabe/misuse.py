"""What click finds wrong with a command line, told in the reader's language."""

from __future__ import annotations

import click

from mikurabe.helptext import Command
from mikurabe.i18n import Lang, words
from mikurabe.i18n.messages import translated


def misuse(error: click.ClickException, lang: Lang) -> str:
    """Return all that is printed for an error of click's: how the command is typed, where help is, what is wrong."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()  # nothing was typed: the help itself
    wrong = f"{words(lang)['error']}: {_message(error, lang)}"
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return wrong
    help_option = max(context.help_option_names, key=len)
    hint = translated(f"Try '{context.command_path} {help_option}' for help.", lang)
    return f"{_usage(context, lang)}\n{hint}\n\n{wrong}"


def _usage(context: click.Context, lang: Lang) -> str:
    command = context.command
    if lang == "en" or not isinstance(command, Command):
        return context.get_usage()
    formatter = context.make_formatter()
    usage = " ".join(command.usage(context, lang))
    formatter.write_usage(context.command_path, usage, prefix=f"{words(lang)['help_usage']} ")
    return formatter.getvalue().rstrip("\n")


def _message(error: click.ClickException, lang: Lang) -> str:
    """Return what is wrong: from what the error knows, because versions of click use different words."""
    if isinstance(error, click.NoSuchOption):
        return translated(_absent("option", error.option_name, error.possibilities), lang)
    # Only newer versions of click have a class of its own for it.
    command = getattr(error, "command_name", None)
    if command is not None:
        return translated(_absent("command", command, getattr(error, "possibilities", None)), lang)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.get_error_hint(error.ctx)
        if isinstance(error, click.MissingParameter):
            return translated(f"Missing {error.param.param_type_name} {name}.", lang)
        return words(lang)["invalid_value"].format(name=name, message=translated(error.message, lang))
    return translated(error.format_message(), lang)


def _absent(noun: str, name: str, near: list[str] | None) -> str:
    hint = f" Did you mean {', '.join(map(repr, near))}?" if near else ""
    return f"There is no {noun} {name!r}.{hint}"
