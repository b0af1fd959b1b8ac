# SPDX-License-Identifier: MIT
"""conf.py - Sphinx's settings for the book, and what the book does that Sphinx does not

Links of two kinds are resolved here: `src:PATH` to a page that shows a file of the tree, `fn:NAME`
to a function's entry in the reference. `code` in the text that is the path of a file, or the name
of a function with its parentheses, becomes such a link by itself.
"""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

from docutils import nodes
from pygments.lexers.special import TextLexer
from sphinx import addnodes

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tools"))

from halves import kerneldoc  # noqa: E402  (needs the path above)

project = "Halves"
copyright = "MIT licence"  # pylint: disable=redefined-builtin
extensions = ["myst_parser", "sphinx.ext.graphviz"]
root_doc = "index"
source_suffix = {".md": "markdown"}
exclude_patterns = []
highlight_language = "none"
pygments_style = "friendly"
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
myst_url_schemes = ("http", "https", "src", "fn")
graphviz_output_format = "svg"
graphviz_dot_args = ["-Gfontname=sans-serif", "-Nfontname=sans-serif", "-Efontname=sans-serif",
                     "-Nfontsize=11", "-Efontsize=10", "-Gbgcolor=transparent"]
html_theme = "alabaster"
html_theme_options = {
    "description": "an interrupt is handled in two halves",
    "page_width": "1080px", "sidebar_width": "230px", "fixed_sidebar": False,
    "show_powered_by": False, "font_family": "sans-serif", "head_font_family": "sans-serif",
}
html_sidebars = {"**": ["about.html", "searchbox.html", "navigation.html"]}
html_title = "Halves"
html_copy_source = False
html_show_sphinx = False
html_use_index = False

SOURCE_ROOMS = ("arch", "boot", "kernel", "lib", "user", "tests", "tools", "labs", "docs")
SOURCE_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{name} - Halves</title>
<style>body{{font-family:sans-serif;margin:1.5em}}pre{{line-height:1.35;font-size:14px;tab-size:8}}
pre a{{color:#999;text-decoration:none;display:inline-block;width:3.5em;user-select:none}}
.c{{color:#3a6e3a}}:target{{background:#ff9}}</style></head><body>
<p><a href="{up}index.html">Halves</a> / {trail}</p>
{body}
</body></html>
"""


# ---------------------------------------------------------------------------- links

def tree():
    """Every file of the tree that git would keep, and the folders above them."""
    done = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=TOP, text=True,
                          capture_output=True, check=False)
    names = done.stdout.splitlines() if done.returncode == 0 else [
        os.path.relpath(os.path.join(folder, name), TOP)
        for folder, _, files in os.walk(TOP) for name in files if "/." not in folder]
    names = [name for name in names if (TOP / name).is_file() and
             ("/" not in name or name.startswith(SOURCE_ROOMS)) and not name.startswith(".")]
    folders = {str(folder) for name in names for folder in Path(name).parents} - {"."}
    return set(names), folders


FILES, FOLDERS = tree()
REFERENCE = kerneldoc.Reference(TOP)


def source_page(path):
    """Where the page of a file or folder is, or None."""
    path = path.rstrip("/")
    return f"source/{path}.html" if path in FILES else \
        f"source/{path}/index.html" if path in FOLDERS else None


def resolve(app, doctree, docname):
    """src: and fn: links, and `code` that names a file or a function."""
    up = "../" * docname.count("/")
    labels = app.env.get_domain("std").anonlabels

    def function(name):
        if name not in REFERENCE.by_name:
            return None
        page, anchor = labels[kerneldoc.label(name)]
        return app.builder.get_relative_uri(docname, page) + "#" + anchor

    for node in list(doctree.findall(nodes.reference)):
        uri = node.get("refuri", "")
        if uri.startswith("src:"):
            path, _, anchor = uri[4:].partition("#")
            page = source_page(path)
            if page is None:
                raise ValueError(f"{docname}: {path}: no such file")
            node["refuri"] = up + page + (f"#{anchor}" if anchor else "")
        elif uri.startswith("fn:"):
            node["refuri"] = function(uri.partition("#")[2])
    for node in list(doctree.findall(nodes.literal)):
        if any(isinstance(parent, (nodes.reference, nodes.title)) for parent in parents(node)):
            continue
        text = node.astext()
        name = re.fullmatch(r"(\w+)\(\)", text)
        uri = function(name[1]) if name else \
            up + source_page(text) if "/" in text and source_page(text) else None
        if uri:
            link = nodes.reference("", "", internal=True, refuri=uri)
            node.replace_self(link)
            link += node


def parents(node):
    while node.parent:
        node = node.parent
        yield node


# ---------------------------------------------------------------------------- navigation

def shorten(app, page, template, context, doctree):
    """Before the first page is written: of the reference's pages the navigation shows the titles.

    It copies all that it knows for each page anew and then leaves out the functions: that was half
    of the time that making the book took.
    """
    if hasattr(app, "shortened"):
        return
    app.shortened = True
    for name, contents in app.env.tocs.items():
        if name.startswith("reference/") and not any(contents.findall(addnodes.toctree)):
            for functions in contents.children[0].children[1:]:
                contents.children[0].remove(functions)


# ---------------------------------------------------------------------------- source pages

def lines_as_html(path):
    """A file, line by line, each with a place of its own; comments in a colour of their own."""
    text = (TOP / path).read_text(encoding="utf-8", errors="replace")
    out = []
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        shown = html.escape(line, quote=False)
        if path.endswith((".c", ".h", ".ld")):
            shown, inside = c_line(shown, inside)
        elif path.endswith((".asm", ".inc")):
            shown = re.sub(r";.*", r'<span class="c">\g<0></span>', shown)
        out.append(f'<span id="L{number}"><a href="#L{number}">{number}</a>{shown}</span>')
    return "<pre>" + "\n".join(out) + "</pre>"


def c_line(line, inside):
    """A line of C with its comments marked; is the next one inside of a comment?"""
    pieces = re.split(r"(/\*|\*/)", line)
    out, opened = ('<span class="c">' if inside else ""), inside
    for piece in pieces:
        if piece == "/*" and not opened:
            out, opened = out + '<span class="c">/*', True
        elif piece == "*/" and opened:
            out, opened = out + "*/</span>", False
        else:
            out += piece
    return out + ("</span>" if opened else ""), opened


def trail(path, up):
    """Links to the folders above."""
    parts = path.split("/")
    links = [f'<a href="{up}source/{"/".join(parts[:n])}/index.html">{parts[n - 1]}</a>'
             for n in range(1, len(parts))]
    return " / ".join([*links, parts[-1]])


def write_sources(app, error):
    """A page for each file and each folder of the tree."""
    if error or app.builder.name != "html":
        return
    for path in sorted(FILES | FOLDERS):
        page = Path(app.outdir) / source_page(path)
        up = "../" * source_page(path).count("/")
        if path in FILES:
            body = lines_as_html(path)
        else:
            inside = sorted(name for name in FILES | FOLDERS if str(Path(name).parent) == path)
            body = "<ul>" + "".join(
                f'<li><a href="{up}{source_page(name)}">{Path(name).name}'
                f'{"/" if name in FOLDERS else ""}</a></li>' for name in inside) + "</ul>"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(SOURCE_PAGE.format(name=html.escape(path), up=up, trail=trail(path, up),
                                           body=body), encoding="utf-8")


def setup(app):
    app.connect("doctree-resolved", resolve)
    app.connect("html-page-context", shorten)
    app.connect("build-finished", write_sources)
    app.add_lexer("gdb", TextLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
