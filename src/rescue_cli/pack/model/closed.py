"""What every model of the pack language is built of: closed models and the words they are written in."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

HanName = Annotated[str, StringConstraints(pattern=r"^[\u3400-\u9fff0-9A-Za-z_]+$", min_length=1)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Sql = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Names = tuple[HanName, ...]
Amount = Annotated[
    Decimal, BeforeValidator(lambda value: Decimal(str(value)) if isinstance(value, int | float) else value)
]


class Closed(BaseModel):
    """A model that takes no key it does not know, and does not change once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
