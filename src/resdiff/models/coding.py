"""The JSON of every value type (format 1), both ways."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

FORMAT = 1

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """The JSON value (dicts, lists, strings, numbers, None) of any type above, `format` not included.

    A `Reference` leaves its text out where it is None."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if is_dataclass(value):
        out = {}
        for field in fields(value):
            item = getattr(value, field.name)
            if item is None and field.name == "text":
                continue
            out[field.name.rstrip("_")] = to_json(item)
        return out
    return value


def dumps(value: Any) -> str:
    """What `--format json` prints: one object with `format` first, keys in the order of the types, not ASCII-escaped, on one
    line (an indented one takes three times as long to write)."""
    return json.dumps({"format": FORMAT, **to_json(value)}, ensure_ascii=False) + "\n"


def from_json(cls: type[T], value: Any) -> T:
    """The value of type `cls` that `to_json` made `value` from; keys it does not know are passed over. Raises KeyError, ValueError or
    TypeError on JSON that does not fit."""
    decode: Callable[[Any], T] = _decoder(cls)  # type: ignore[arg-type]
    return decode(value)


@cache
def _decoder(hint: Any) -> Callable[[Any], Any]:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = _decoder(next(arg for arg in get_args(hint) if arg is not NoneType))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        args = get_args(hint)
        if args[-1] is Ellipsis:
            item = _decoder(args[0])
            return lambda value: tuple([item(part) for part in value])
        items = [_decoder(arg) for arg in args]
        return lambda value: tuple([decode(part) for decode, part in zip(items, value, strict=True)])
    if is_dataclass(hint):
        return _dataclass_decoder(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if hint is date:
        return date.fromisoformat
    return lambda value: value


def _dataclass_decoder(cls: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(cls)
    plan = [(field.name, field.name.rstrip("_"), hints[field.name]) for field in fields(cls)]

    def decode(value: Mapping[str, Any]) -> Any:
        return cls(**{name: _decoder(hint)(value[key]) for name, key, hint in plan if key in value})

    return decode
