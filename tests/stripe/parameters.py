"""What is sent to Stripe, held against the parameter types of the library itself."""

import re
import typing
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from typing_extensions import is_typeddict

# What every call may have beside its parameters; it is sent in another way.
OPTIONS = {
    "api_key",
    "content_type",
    "headers",
    "idempotency_key",
    "max_network_retries",
    "stripe_account",
    "stripe_context",
    "stripe_version",
}
PART = re.compile(r"\[([^\]]*)\]")


class Wrong(ValueError):
    """A parameter that the library does not know, or of the wrong type."""


def decoded(body: str) -> dict[str, Any]:
    """``a[b][0][c]=d`` as nested dictionaries and lists."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        first = name.split("[", 1)[0]
        here, parts = found, [first, *PART.findall(name)]
        for part in parts[:-1]:
            here = here.setdefault(part, {})
        here[parts[-1]] = value
    return {name: _with_lists(value) for name, value in found.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(part) for name, part in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def check(params: dict[str, Any], kind: type, where: str = "") -> None:
    """Raises Wrong for what a TypedDict does not have, lacks, or has as another type."""
    module = vars(__import__(kind.__module__, fromlist=["_"]))
    fields = {name: hint for name, hint in kind.__annotations__.items() if name not in OPTIONS}
    for name in params:
        if name not in fields:
            raise Wrong(f"Received unknown parameter: {where}{name}")
    for name, hint in fields.items():
        hint, is_needed = _resolved(hint, module)
        if name in params:
            _check_value(params[name], hint, module, f"{where}{name}")
        elif is_needed:
            raise Wrong(f"Missing required param: {where}{name}")


def _resolved(hint: Any, module: dict[str, Any]) -> tuple[Any, bool]:
    """The type behind the strings in the library's annotations, and whether it must be there."""
    is_needed = True
    if typing.get_origin(hint) is typing.NotRequired:
        hint, is_needed = typing.get_args(hint)[0], False
    while isinstance(hint, typing.ForwardRef | str):
        text = hint if isinstance(hint, str) else hint.__forward_arg__
        hint = eval(text, {**vars(typing), **module})  # noqa: S307 (the library's own words)
        if typing.get_origin(hint) is typing.NotRequired:
            hint, is_needed = typing.get_args(hint)[0], False
    return hint, is_needed


def _check_value(value: Any, hint: Any, module: dict[str, Any], where: str) -> None:
    hint, _needed = _resolved(hint, module)
    if not any(_fits(value, one, module, where) for one in _choices(hint, module)):
        raise Wrong(f"Invalid {where}: {value!r}")


def _choices(hint: Any, module: dict[str, Any]) -> list[Any]:
    """The members of a union. Next to the values that Stripe has, the library allows any text, for
    values to come: here only those it has today pass.
    """
    hint, _needed = _resolved(hint, module)
    if type(None) is hint:
        return []
    if typing.get_origin(hint) in (typing.Union, type(int | str)):
        members = [one for arg in typing.get_args(hint) for one in _choices(arg, module)]
        has_values = any(
            typing.get_origin(one) is typing.Literal and typing.get_args(one) != ("",)
            for one in members
        )
        return [one for one in members if not (has_values and one is str)]
    return [hint]


def _fits(value: Any, hint: Any, module: dict[str, Any], where: str) -> bool:
    if is_typeddict(hint):
        if isinstance(value, dict):
            check(value, hint, f"{where}.")
        return isinstance(value, dict)
    origin = typing.get_origin(hint)
    if origin in (list, dict):
        return isinstance(value, origin) and _inner_fits(value, hint, module, where)
    if origin is typing.Literal:
        return value in typing.get_args(hint)
    return isinstance(value, str) and SIMPLE[hint](value)


SIMPLE: dict[Any, Callable[[str], bool]] = {
    bool: lambda value: value in ("true", "false"),
    int: lambda value: re.fullmatch(r"-?\d+", value) is not None,
    str: lambda value: value != "",
}


def _inner_fits(value: Any, hint: Any, module: dict[str, Any], where: str) -> bool:
    if isinstance(value, dict):
        return all(isinstance(part, str) for part in value.values())
    [inner] = typing.get_args(hint)
    for number, item in enumerate(value):
        _check_value(item, inner, module, f"{where}[{number}]")
    return True
