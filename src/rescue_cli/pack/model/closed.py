"""What every model of the pack language is built of: closed models and the words they are written in."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

HAN_NAME = r"^[\u3400-\u9fff0-9A-Za-z_]+$"
HanName = Annotated[str, StringConstraints(pattern=HAN_NAME, min_length=1)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Sql = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Names = tuple[HanName, ...]
MOST = Decimal(10**14)  # twelve months of it still fit the decimal(18,2) of tables
LEAST_EXPONENT = -20  # decimals; a float has up to 17


def _as_written(value: object) -> object:
    """A number as it stands in the file: 0.05, not its nearest binary fraction."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _in_range(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < LEAST_EXPONENT or abs(value) >= MOST:
        raise ValueError("out of range")  # the only value_error of these models: told by its type
    return value


def _no_number(value: object) -> object:
    """A number would be taken for seconds since 1970; nothing is no date."""
    return None if isinstance(value, int | float | Decimal) else value


Amount = Annotated[
    Decimal, Field(allow_inf_nan=True), BeforeValidator(_as_written), AfterValidator(_in_range)
]  # infinite ones are told as out of range
Day = Annotated[dt.date, BeforeValidator(_no_number)]  # beside other kinds a value may be of
Whole = Annotated[int, Field(gt=-(10**14), lt=10**14)]


class Closed(BaseModel):
    """A model that takes no key it does not know, and does not change once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
