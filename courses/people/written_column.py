"""A column of a list in the admin for what people wrote, or for a code of a machine."""

from wagtail.admin.ui.tables import Column


class WrittenColumn(Column):
    """From right to left where its script is; never translated."""

    cell_template_name = "components/written_cell.html"
