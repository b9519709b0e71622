"""Commands, options and arguments for click whose help is looked up, in the reader's language, when it is shown."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import click

from mikurabe.helplayout import HelpFormatter
from mikurabe.i18n import LANGUAGES, Lang, words
from mikurabe.i18n.system import system_language

_ASKED = "mikurabe.lang"


def language() -> Lang:
    """Return the language that the command line asks for with --lang, wherever it stands; else the system's."""
    context = click.get_current_context(silent=True)
    asked: Lang | None = None if context is None else context.meta.get(_ASKED)
    return asked or system_language()


def language_of(arguments: Sequence[str]) -> Lang:
    """Return the language of a whole command line, also of one that cannot be understood."""
    return _asked_language(arguments) or system_language()


def _asked_language(arguments: Sequence[str]) -> Lang | None:
    """Return what --lang says, the last one where there are several; None where it says nothing that is known."""
    asked: Lang | None = None
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        option, _, value = argument.partition("=")
        if option == "--lang":
            value = value or " ".join(arguments[at + 1 : at + 2])
            asked = next((lang for lang in LANGUAGES if lang == value), asked)
    return asked


class Option(click.Option):
    """An option; its help is the word ``help_option_KEY``, where KEY is its name unless another one is given."""

    def __init__(self, *declared: Any, key: str | None = None, **facts: Any) -> None:
        super().__init__(*declared, **facts)
        self.key = f"help_option_{key or self.name}"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return how the option is typed and what it does; None where it is hidden."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        word = words(language())
        facts = self._facts(ctx, word)
        return record[0], f"{word[self.key]} [{'; '.join(facts)}]" if facts else word[self.key]

    def _facts(self, ctx: click.Context, word: Mapping[str, str]) -> list[str]:
        """Return what is said in brackets: the default, the least number, whether there must be one."""
        facts = []
        if isinstance(self.show_default, str):
            facts.append(word["help_default"].format(value=word[self.show_default]))
        elif self.show_default:
            facts.append(word["help_default"].format(value=self.get_default(ctx, call=False)))
        if isinstance(self.type, click.IntRange):
            facts.append(word["help_at_least"].format(value=self.type.min))
        if self.required:
            facts.append(word["help_required"])
        return facts


class Argument(click.Argument):
    """An argument; its help is the word ``help_argument_NAME``."""

    @property
    def key(self) -> str:
        """Return the key of its help."""
        return f"help_argument_{self.name}"


class HelpContext(click.Context):
    """click's context, with the layout that knows wide characters."""

    formatter_class = HelpFormatter


class Command(click.Command):
    """A command; its help is the words ``help_NAME``, ``help_NAME_short`` and, where that exists, ``help_NAME_end``."""

    context_class = HelpContext

    def get_help_option(self, ctx: click.Context) -> click.Option:  # noqa: ARG002
        """Return -h, --help."""
        return _HELP

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        """Return what the list of commands says."""
        return words(language())[f"help_{self.name}_short"]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write everything: usage, what it does, arguments, options, commands, what stands below."""
        lang = language()
        word = words(lang)
        formatter.write_usage(ctx.command_path, " ".join(self.usage(ctx, lang)), prefix=f"{word['help_usage']} ")
        _write_paragraph(formatter, word[f"help_{self.name}"])
        parameters = self.get_params(ctx)
        arguments = [
            (" ".join(each.get_usage_pieces(ctx)), word[each.key]) for each in parameters if isinstance(each, Argument)
        ]
        options = [each.get_help_record(ctx) for each in parameters if isinstance(each, Option)]
        for heading, rows in (
            ("help_arguments", arguments),
            ("help_options", [record for record in options if record is not None]),
            ("help_commands", self.command_rows(ctx)),
        ):
            if rows:
                with formatter.section(word[heading]):
                    formatter.write_dl(rows)
        if f"help_{self.name}_end" in word:
            _write_paragraph(formatter, word[f"help_{self.name}_end"])

    def usage(self, ctx: click.Context, lang: Lang) -> list[str]:
        """Return what is typed after the command's name."""
        pieces = [piece for each in self.get_params(ctx) for piece in each.get_usage_pieces(ctx)]
        return [words(lang)["help_usage_options"], *pieces]

    def command_rows(self, _ctx: click.Context) -> list[tuple[str, str]]:
        """Return the commands below this one and what they do: a plain command has none."""
        return []


class Group(Command, click.Group):
    """The command that the others are below."""

    command_class = Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments left over, after a look at all of them for the language: --help may stand before it."""
        ctx.meta[_ASKED] = _asked_language(args)
        return super().parse_args(ctx, args)

    def usage(self, ctx: click.Context, lang: Lang) -> list[str]:
        """Return what is typed after the group's name."""
        return [*super().usage(ctx, lang), words(lang)["help_usage_command"]]

    def command_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Return the commands and what they do."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        return [(name, command.get_short_help_str()) for name, command in commands if command is not None]


def _write_paragraph(formatter: click.HelpFormatter, text: str) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)


def _show_help(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        # To the stream as it is: click would write UTF-8 to one of ASCII.
        click.echo(ctx.get_help(), file=sys.stdout)
        ctx.exit()


# One object for all commands: click finds the place of an option among the arguments by its identity.
_HELP = Option(["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help)

option = partial(click.option, cls=Option)
argument = partial(click.argument, cls=Argument)
