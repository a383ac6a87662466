"""A table of words with a caption and a heading for each row and column."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)
from wagtail_localize.segments.types import StringSegmentValue


class TableBlock(TypedTableBlock):
    """Its first cells name their rows."""

    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)

    def clean(self, value):
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (found := table_problems(cleaned)):
            raise TypedTableBlockValidationError(non_block_errors=found)
        return cleaned

    def get_translatable_segments(self, value) -> list[StringSegmentValue]:
        """For wagtail-localize, which does not know tables."""
        return [StringSegmentValue(path, text) for path, text in _texts(value).items()]

    def restore_translated_segments(self, value, segments) -> TypedTable:
        texts = _texts(value) | {segment.path: segment.render_text() for segment in segments}
        return TypedTable(
            columns=[
                {**column, "heading": texts[f"column{number}"]}
                for number, column in enumerate(value.columns)
            ],
            row_data=[
                {"values": [texts[f"row{r}.{c}"] for c, _cell in enumerate(row["values"])]}
                for r, row in enumerate(value.row_data)
            ],
            caption=texts["caption"],
        )

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        label = _("Table")
        description = _("Rows and columns of short texts. The first cell of each row names it.")
        preview_value = {
            "caption": "Whom to tell",
            "columns": [
                {"type": "text", "heading": "What you know"},
                {"type": "text", "heading": "Whom you tell"},
            ],
            "rows": [{"values": ["A child is in danger now", "The emergency number"]}],
        }


def table_problems(value: TypedTable) -> list[str]:
    """What a table lacks, as sentences."""
    found = []
    if not value.caption.strip():
        found.append(gettext("Write a caption: it says what the table is about."))
    if len(value.columns) < 2 or not value.row_data:
        found.append(gettext("A table has at least two columns and one row."))
    if not all(column["heading"].strip() for column in value.columns):
        found.append(gettext("Give every column a heading."))
    if not all(str(row["values"][0]).strip() for row in value.row_data if row["values"]):
        found.append(gettext("Write what each row is about in its first cell."))
    return found


def _texts(value: TypedTable) -> dict[str, str]:
    """Every text of a table by where it stands."""
    texts = {"caption": value.caption}
    texts |= {f"column{n}": column["heading"] for n, column in enumerate(value.columns)}
    for r, row in enumerate(value.row_data):
        texts |= {f"row{r}.{c}": cell for c, cell in enumerate(row["values"])}
    return texts
