"""Texts that a form of exchange may stumble over: its own marks, other forms' marks, and what no form can write."""

from hypothesis import strategies as st

MARKS = (
    *"\"'`<>&#;:|[](){}%$^*_~\\/-+=!?.,@ \t\r\n",
    *("end", "subgraph", "style", "classDef", "click", "linkStyle", "graph", "flowchart", "direction TB", "accTitle:"),
    *("$$", "fa:fa-car", "fab:fa-x", "ﬂ°", "ﬂ°°", "¶ß", "#35;", "#quot;", "&amp;", "&#0;", "\\n", "@{"),
    *("<br/>", "<b>", "</b>", "<script>", "]]>", "<!--", "<![CDATA[", "-->", "---", "-.->", "--x", "%%", "%%{", "}%%"),
    *("1. ", "- ", "* ", "# ", "**", "__", "~~", "```", "![a](b)", "[a](http://x)", "http://a.b/c"),
    *("عربي", "\u200f", "\u202e", "\u2066", "\u2069", "é", "日本", "😀", "o", "x", "A", "9"),
    *("\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe", "\ud800"),
)

awkward = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=3)), max_size=8).map("".join)
"""Such texts, and any others."""
