"""Parts of pages that are the same for everybody, rendered once."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.editions import freshness

register = template.Library()


class KeptNode(template.Node):
    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.values.items()}
        if context.get("is_preview"):  # a draft's values come once and never again
            return self.nodelist.render(context.new(values))
        key = (self, get_language(), *values.values())
        return freshness.remembered(key, lambda: self.nodelist.render(context.new(values)))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """``{% kept item=item is_done=True %} … {% endkept %}``

    What stands between is rendered once for each language and combination of values, and kept in
    this process until anything is published. It sees the named values and nothing else: neither
    request nor user nor CSRF token, so nothing of one person can reach another. The values must be
    hashable, and few in their combinations.
    """
    _tag, *pairs = token.split_contents()
    values = token_kwargs(pairs, parser)
    if pairs:
        raise template.TemplateSyntaxError("kept takes name=value pairs only.")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)
