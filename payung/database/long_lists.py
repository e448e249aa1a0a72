"""How is one of thousands asked for? As a list the planner joins with, never as thousands of words of a statement.

`field__in=values` with more than FEW values is sent as one array that the database joins with. As thousands of single
values it was part of a condition, and the planner, not knowing yet how many rows there are, went through all of them
again for every row of another table: 48 seconds where a join takes 0.1.
"""

import re
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

FEW = 100  # values; so many may stand in the statement itself


class _Joined:
    """The part of `In` that PostgreSQL is asked with."""

    lhs: Any
    rhs: Any

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        if not self._is_long():
            return self.as_sql(compiler, connection)  # type: ignore[attr-defined]
        left, given = self.process_lhs(compiler, connection)  # type: ignore[attr-defined]
        field = self.lhs.output_field
        values = [
            field.get_db_prep_value(value, connection, prepared=True)
            for value in dict.fromkeys(self.rhs)
            if value is not None
        ]
        kind = re.sub(r"\(.*\)", "", field.rel_db_type(connection))  # varchar(3) would cut what is longer
        return f"{left} IN (SELECT unnest(%s::{kind}[]))", [*given, values]

    def _is_long(self) -> bool:
        if not self.rhs_is_direct_value() or len(self.rhs) <= FEW:  # type: ignore[attr-defined]
            return False
        return hasattr(self.lhs, "output_field") and not any(hasattr(v, "as_sql") for v in self.rhs)


class LongIn(_Joined, In):
    """`field__in` of a column."""


class LongRelatedIn(_Joined, RelatedIn):
    """`relation__in` of a foreign key."""


def register() -> None:
    """From now on every model of the process asks so."""
    Field.register_lookup(LongIn)
    ForeignObject.register_lookup(LongRelatedIn)
