"""The YAML of course files: plain data only, and one way to write it."""

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _

from .report import Place

WIDTH = 100
# What no database stores and no reader sees; tab, line feed and carriage return may stand.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Line breaks that YAML folds into others unless they are escaped.
RARE_BREAKS = re.compile("[\r\x85\u2028\u2029]")


class Html(str):
    """Rich text, always written as a literal block, so that a change shows as a change of lines."""

    __slots__ = ()


class _Loader(yaml.SafeLoader):
    """Without anchors, aliases and tags (nobody needs them here), and no key twice."""

    def compose_node(self, parent, index):
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
            message = _("anchors (&), aliases (*) and tags (!) are not used; write it in quotes")
            raise yaml.MarkedYAMLError(problem=message, problem_mark=event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        keys = [key for key, _value in node.value if isinstance(key, yaml.ScalarNode)]
        seen = set()
        for key in keys:
            if key.value in seen:
                message = _("“%(key)s” stands there twice") % {"key": key.value}
                raise yaml.MarkedYAMLError(problem=message, problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data) -> bool:
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if RARE_BREAKS.search(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _write_html(dumper: yaml.SafeDumper, html: Html) -> yaml.ScalarNode:
    return _write_text(dumper, f"{html}\n" if html else "")


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(Html, _write_html)


def parse(text: str, place: Place) -> Any:
    """The data of a file; None, with a refusal, where it cannot be read."""
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = _("line %(number)d") % {"number": mark.line + 1} if mark else ""
        (place / where if where else place).refuse(error.problem or error.context)
    except (yaml.YAMLError, ValueError) as error:
        place.refuse(_("This is not YAML: %(error)s") % {"error": error})
    except RecursionError:
        place.refuse(_("This is nested too deeply."))
    else:
        if data is None:
            place.refuse(_("The file is empty."))
        return data
    return None


def write(data: Any) -> bytes:
    """The same data always gives the same bytes."""
    return yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=WIDTH,
        encoding="utf-8",
    )
