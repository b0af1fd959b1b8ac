# SPDX-License-Identifier: MIT
"""kerneldoc.py - what the sources say of their functions, as pages of the book's reference

Two kinds of pages come out of the comments that stand above the code:

  header   one for each public header: every function and macro of it, in its order
  room     one for each folder of .c files: the head of each file, and the functions that have a
           kernel-doc comment but no public header

A function's comment is found in the header or where the function is written. It may be kernel-doc
(`/** name - summary`, `@argument:`, `Return:`, `Context:`, `Locking:`), or a plain comment right
above. Where it does not say its context or locking, the file's head counts, and the page says so.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

HEADERS = ("kernel/include", "arch/x86/include")
SOURCES = ("kernel", "arch", "lib", "boot")
GROUPS = (("linux", "The API: names of Linux"), ("asm", "The processor: asm/"),
          ("halves", "Halves' own: halves/"), ("kunit", "Tests: kunit/"))

COMMENT = re.compile(r"/\*(\*?)(.*?)\*/", flags=re.S)
TITLE = re.compile(r"^(?:struct |union |enum )?([\w.\-]+)(?:\(\))? - ")
# A line that opens a part; what follows up to the next one belongs to it.
PART = re.compile(r"(?:^|(?<=[.;:] )|(?<=\n))(Return|Context|Locking|See|Source): ")
ERRNO = re.compile(r"[-−]E[A-Z0-9]{2,}")
FUNCTION = re.compile(
    r"^(?!typedef|return|else|goto|struct \w+ \{|#)"
    r"(?P<head>(?:[A-Za-z_][\w]*[\s*]+)+)(?P<name>\w+)\((?P<args>[^;{}]*?)\)"
    r"(?P<tail>(?:\s*__\w+(?:\([^)]*\))*)*)\s*(?P<end>[;{])", flags=re.M)
MACRO = re.compile(r"^#[ \t]*define[ \t]+(?P<name>\w+)(?P<args>\([^)]*\))?", flags=re.M)
STATIC_NAMES = {"if", "while", "for", "switch", "return", "sizeof", "defined", "__attribute__",
                "__printf", "__section", "__aligned", "asm", "DECLARE_PER_CPU", "DEFINE_PER_CPU"}


@dataclass
class Words:
    """A comment, taken apart."""
    name: str = ""
    summary: str = ""
    text: str = ""
    args: list = field(default_factory=list)        # (name, words)
    parts: dict = field(default_factory=dict)       # "Return", "Context", "Locking", …


@dataclass
class Item:
    """One function or macro."""
    name: str
    proto: str
    file: str
    line: int
    words: Words
    public: bool = True
    asserts: tuple = ()     # what its body checks of its context
    stands_for: str = ""    # a macro of one line: what it is

    def part(self, name):
        return self.words.parts.get(name, "")


@dataclass
class File:
    path: str
    head: Words
    items: list


def lines_of(comment):
    """The text of a comment without its stars."""
    return [re.sub(r"^\s*\* ?", "", line).rstrip() for line in comment.split("\n")]


def words_of(comment):
    """A comment taken apart: title, arguments, text, parts."""
    words, text, inside = Words(), [], None
    lines = lines_of(comment.strip())
    title = TITLE.match(lines[0].strip())
    if title:
        words.name = title[1]
        first = [TITLE.sub("", lines[0].strip(), count=1)]
        lines = lines[1:]
        while lines and lines[0].strip() and not re.match(r"@\w|" + PART.pattern, lines[0]):
            first.append(lines.pop(0).strip())
        words.summary = " ".join(first)
    for line in lines:
        argument = re.match(r"@(\w+(?:\.\.\.)?|\.\.\.): *(.*)", line)
        if argument:
            words.args.append([argument[1], argument[2]])
            inside = words.args[-1]
        elif inside is not None and line.strip() and not PART.match(line):
            inside[1] += " " + line.strip()
        else:
            inside = None
            text.append(line)
    body = "\n".join(text).strip()
    cut = PART.split(body)
    words.text = cut[0].strip()
    for name, value in zip(cut[1::2], cut[2::2]):
        old = words.parts.get(name)
        paragraph, _, rest = value.partition("\n\n")
        words.parts[name] = " ".join(((old + " ") if old else "").split() + paragraph.split())
        if rest.strip():
            words.text = f"{words.text}\n\n{rest.strip()}".strip()
    return words


def blanked(text):
    """The text with comments and strings blanked, so that places stay."""
    def blank(found):
        return re.sub(r"[^\n]", " ", found[0])
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


def without_bodies(text):
    """Blank what stands between braces: what is left is declarations, and the `{` of each."""
    out, depth = [], 0
    for char in text:
        if char == "}":
            depth = max(0, depth - 1)
        out.append(char if depth == 0 or char == "\n" else " ")
        if char == "{":
            depth += 1
    return "".join(out)


def without_macros(text):
    """Blank the directives, with the lines that continue them."""
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda found: re.sub(r"[^\n]", " ", found[0]),
                  text, flags=re.M)


def body_of(text, at):
    """From the `{` at @at to the `}` in the first column."""
    end = text.find("\n}", at)
    return text[at:end if end >= 0 else len(text)]


def asserts_of(body):
    """What a body says of its context by its checks."""
    checks = (("might_sleep", "process context, may sleep"), ("might_spin", "not in an interrupt"),
              ("assert_irqs_off", "interrupts off"), ("assert_held", "the lock is held"))
    return tuple(f"`{name}()`: {meaning}" for name, meaning in checks
                 if re.search(rf"\b{name}\w*\(", body))


def made(plain, text):
    """(place, name, prototype) of each function that a macro of this file defines when it is used.

    As in `DEFINE_BITOP(set_bit, "lock; btsl", …)`: the macro's text, with its arguments put in.
    """
    macros = {}
    for match in re.finditer(r"^#define (\w+)\(([\w, ]+)\)((?:[^\n]*\\\n)*[^\n]*)", plain,
                             flags=re.M):
        if re.match(r"\s*\\\n\s*(?:\w+ )+\w+(?:##\w+)?\(", match[3]):
            macros[match[1]] = (re.split(r",\s*", match[2]), match[3].replace("\\\n", "\n"))
    for name, (parameters, body) in macros.items():
        for use in re.finditer(rf"^{name}\(([^\n]*)\);?$", text, flags=re.M):
            expanded = body
            for key, value in zip(parameters, re.split(r",\s*", use[1])):
                expanded = re.sub(rf"\b{key}\b", lambda _, v=value: v, expanded)
            expanded = re.sub(r"\s*##\s*", "", expanded)
            for found in re.finditer(FUNCTION.pattern.lstrip("^"), expanded, flags=re.M):
                yield use.start(), found["name"], tidy(found)


def tidy(match):
    """A prototype without what only the compiler wants to know."""
    return " ".join(re.sub(
        r"\b(static|inline|__always_inline|extern|__init|asmlinkage|noinline|__noreturn|"
        r"__must_check|__cold|__printf\(\d, \d\))\s+", "",
        f"{match['head']}{match['name']}({match['args']})").split())


def above(comments, text, at):
    """The comment that belongs to what begins at @at.

    It stands right above, or above a group without a blank line that ends here.
    """
    best = None
    for start, end, doc, comment in comments:
        if end <= at:
            best = (start, end, doc, comment)
        else:
            break
    if best is None:
        return None
    start, end, doc, comment = best
    if text[text.rfind("\n", 0, start) + 1:start].strip():
        return None             # behind code, on its line
    between = text[end:at]
    if "\n\n" in between or re.search(r"^\}", between, flags=re.M):
        return None
    return comment if doc or between.count("\n") <= 12 else None


def parse(path, top):
    """Every function and function-like macro of a file."""
    text = (top / path).read_text(encoding="utf-8")
    comments = [(c.start(), c.end(), bool(c[1]), c[2]) for c in COMMENT.finditer(text)]
    plain = blanked(text)
    declarations = without_bodies(without_macros(plain))
    head = next((words_of(c) for _, _, doc, c in comments
                 if not doc and Path(path).name in c.split("\n", 3)[0] + " ".join(
                     c.split("\n")[:2])), Words())
    own = {}                    # name: words of the comment that has it as its title
    for _, _, doc, comment in comments:
        words = words_of(comment)
        if words.name and (doc or words.name not in own):
            own[words.name] = words
    items = {}
    found = [(m.start(), m) for m in FUNCTION.finditer(declarations)
             if m["name"] not in STATIC_NAMES]
    found += [(m.start(), m) for m in MACRO.finditer(plain) if m["args"] or m["name"] in own]
    public = path.startswith(HEADERS)
    for match in re.finditer(r"^struct (\w+) \{\n.*?^\}[^;\n]*;", text, flags=re.M | re.S):
        if match[1] in own and (public or "static" not in match[0]):
            items[match[1]] = Item(match[1], match[0], path, text.count("\n", 0, match.start()) + 1,
                                   own[match[1]])
    for at, match in sorted(found, key=lambda pair: pair[0]):
        name = match["name"]
        is_macro = "head" not in match.groupdict()
        if name in items and not (items[name].words.summary == "" and name in own):
            continue
        if is_macro and re.fullmatch(r"_\w+_H", name):
            continue
        if not is_macro:
            words = match["head"].split()
            if "static" in words and not public and name not in own:
                continue
            if not public and match["end"] == ";":
                continue        # a declaration in a .c file is somebody else's
            proto = tidy(match)
        else:
            proto = f"{name}{match['args'] or ''}"
        comment = above(comments, text, at)
        words = own.get(name) or (words_of(comment) if comment is not None else Words())
        if words.name and words.name != name and name not in own:
            # A comment that names the first of a group; this one is in the group.
            words = Words(summary=f"see {words.name}()") if public else Words()
        body = "" if is_macro or match["end"] == ";" else body_of(text, match.end())
        if is_macro:
            body = re.match(r"(?:[^\n]*\\\n)*[^\n]*", plain[at:])[0]
        stands_for = ""
        if is_macro and "\n" not in body:
            line = text[at:at + len(body)]
            stands_for = re.sub(r"\s*/\*.*", "", line[match.end() - at:]).strip()
        items[name] = Item(name, proto, path, text.count("\n", 0, at) + 1, words, public,
                           asserts_of(body), stands_for)
    for at, name, proto in made(plain, text):
        comment = above(comments, text, at)
        words = own.get(name) or (words_of(comment) if comment else Words())
        items.setdefault(name, Item(name, proto, path, text.count("\n", 0, at) + 1, words))
    return File(path, head, sorted(items.values(), key=lambda item: item.line))


def files(top):
    """Every header and every .c file of the kernel, parsed, by path."""
    found = {}
    for room in SOURCES:
        for path in sorted((top / room).rglob("*.[ch]")):
            name = str(path.relative_to(top))
            found[name] = parse(name, top)
    return found


def header_name(path):
    for root in HEADERS:
        if path.startswith(root + "/"):
            return path[len(root) + 1:]
    return None


class Reference:
    """The whole: public functions by header, the others by room."""

    def __init__(self, top):
        self.top = top
        self.files = files(top)
        self.exported = set()
        self.headers, self.rooms, self.where = {}, {}, {}
        written = {}
        for file in self.files.values():
            if file.path.endswith(".c"):
                self.exported |= set(re.findall(r"EXPORT_SYMBOL(?:_GPL)?\((\w+)\)", (
                    top / file.path).read_text(encoding="utf-8")))
                for item in file.items:
                    if not item.stands_for:     # a macro of its own is no header's
                        written.setdefault(item.name, item)
        for file in self.files.values():
            header = header_name(file.path)
            if header is None or not file.items:
                continue
            items = []
            for item in file.items:
                source = written.get(item.name)
                if source and (source.words.summary or not item.words.summary):
                    proto = item.proto
                    item = Item(item.name, proto, source.file, source.line, source.words, True,
                                source.asserts)
                inner = item.name.startswith("__") and item.name not in self.exported
                if item.name in self.where or inner and not item.words.summary:
                    continue
                self.where[item.name] = header
                items.append(item)
            if items:
                self.headers[header] = (file, items)
        for file in self.files.values():
            if not file.path.endswith(".c"):
                continue
            items = []
            for item in file.items:
                if item.name in self.where or not item.words.summary:
                    continue
                item.public = False
                self.where[item.name] = str(Path(file.path).parent)
                items.append(item)
            self.rooms.setdefault(str(Path(file.path).parent), []).append((file, items))
        self.by_name = {item.name: item for _, items in self.headers.values() for item in items}
        self.by_name.update({item.name: item for room in self.rooms.values()
                             for _, items in room for item in items})

    def context(self, item):
        """(words, whose): the function's own, or those of its file's head, or none."""
        return self.said_of(item, "Context")

    def said_of(self, item, part):
        """The same for "Context" or "Locking"."""
        own = item.part(part)
        if own:
            return own, "its comment"
        last = re.search(r"[;,?] (any context|any|boot|process|process, boot|P)$",
                         item.words.summary.rstrip("."))
        if last and part == "Context":
            return {"P": "process", "any context": "any"}.get(last[1], last[1]), "its comment"
        called = re.match(r"(\w+)\(", item.stands_for)
        if called and called[1] in self.by_name and called[1] != item.name:
            words, whose = self.said_of(self.by_name[called[1]], part)
            if words:
                return words, f"as {called[1]}()" if whose == "its comment" else whose
        for path in (item.file, next((file.path for file, items in self.headers.values()
                                      if item in items), item.file)):
            head = self.files[path].head.parts.get(part)
            if head:
                return head, f"the head of {path}"
        return "", ""


# ---------------------------------------------------------------------------- Markdown

def escaped(text):
    """Words of a comment as Markdown: names stay as they are written."""
    text = re.sub(r"([\\`*_\[\]<>#|$~])", r"\\\1", text)
    text = re.sub(r"@(\w+)", r"*\1*", text.replace("*\\_", "*_"))
    return re.sub(r"(?<![\w`/])((?:\\_|\w)+)\(\)", lambda found: "`" + found[1].replace("\\", "") +
                  "()`", text)


def paragraphs(text):
    """The text of a comment; a drawing or table in it stays as it was written."""
    blocks = []
    for block in re.split(r"\n\s*\n", text):
        lines = block.split("\n")
        drawn = any(re.search(r"\S {3,}\S|^ {2,}\S|\t|[─│┌└├]|--+>|\|\s", line) for line in lines)
        if drawn and block.strip():
            blocks.append("```text\n" + block.strip("\n").replace("```", "'''") + "\n```")
        elif block.strip():
            blocks.append(escaped(" ".join(block.split())))
    return "\n\n".join(blocks)


def errors_of(words):
    """The sentences that name an error."""
    found = []
    for text in (words.parts.get("Return", ""), words.summary, words.text):
        if "```" not in text:
            found += [piece.strip() for piece in re.split(r"; |\. |\n\n", " ".join(text.split()))
                      if ERRNO.search(piece)]
    return found


def label(name):
    """The name of an entry's place: Sphinx takes init_work and INIT_WORK for the same."""
    return f"f-{name}" if name == name.lower() else f"m-{name.lower()}"


def item_page(reference, item, level="###"):
    """The entry of one function."""
    out = [f"({label(item.name)})=", f"{level} `{item.name}{'()' if '(' in item.proto else ''}`",
           "", "```c", item.proto, "```", ""]
    words = item.words
    if words.summary:
        first = escaped(words.summary)
        out += [first[0].upper() + first[1:] + ("" if first.endswith((".", ":")) else "."), ""]
    if words.text:
        out += [paragraphs(words.text), ""]
    rows = [(f"`{name}`", escaped(text)) for name, text in words.args]
    if item.stands_for:
        rows.append(("stands for", f"`` {item.stands_for} ``"))
    if words.parts.get("Return"):
        rows.append(("returns", escaped(words.parts["Return"])))
    errors = errors_of(words)
    if errors:
        rows.append(("errors", escaped("; ".join(dict.fromkeys(errors)).rstrip("."))))
    for part in ("Context", "Locking"):
        said, whose = reference.said_of(item, part)
        if said:
            rows.append((part.lower(), escaped(said) + (
                "" if whose == "its comment" else f" *({escaped(whose)})*")))
    if item.asserts:
        rows.append(("checked", "; ".join(item.asserts)))
    rows.append(("source", f"[{item.file}:{item.line}](src:{item.file}#L{item.line})" + (
        "; for modules too" if item.name in reference.exported else "")))
    out += [f"- **{name}**: {text}" for name, text in rows]
    return out + [""]


def head_of(file):
    out = []
    if file.head.summary:
        first = escaped(file.head.summary)
        out += [first[0].upper() + first[1:] + ".", ""]
    if file.head.text:
        out += [paragraphs(file.head.text), ""]
    out += [f"- **{name.lower()}**: {escaped(text)}"
            for name, text in file.head.parts.items() if name in ("Context", "Locking", "See")]
    return out + [""]


def header_pages(reference):
    """{page name: Markdown} for each public header."""
    pages = {}
    for header, (file, items) in reference.headers.items():
        out = [f"# <{header}>".replace("<", "\\<"), "", *head_of(file),
               f"Source: [{file.path}](src:{file.path}).", ""]
        for item in items:
            out += item_page(reference, item, "##")
        pages["header/" + header.removesuffix(".h").replace("/", "-")] = "\n".join(out)
    return pages


def room_pages(reference):
    """{page name: Markdown} for each folder of .c files."""
    pages = {}
    for room, found in reference.rooms.items():
        out = [f"# {room}/", ""]
        for file, items in found:
            out += [f"## {Path(file.path).name}", "", *head_of(file),
                    f"Source: [{file.path}](src:{file.path}).", ""]
            for item in items:
                out += item_page(reference, item, "###")
        pages["room/" + room.replace("/", "-")] = "\n".join(out)
    return pages


def index_page(reference):
    """All pages, and every name in alphabetical order."""
    out = ["# Reference", "",
           "Made from the comments above the code, by each run of `make docs`. A header's page has "
           "all its functions and macros, documented where they are; a room's page has the heads "
           "of its files, and the functions that no public header has. *checked* is what the "
           "function itself checks when it is called.", ""]
    for group, title in GROUPS:
        out += [f"## {title}", ""]
        out += [f"- [\\<{header}\\>](header/{header.removesuffix('.h').replace('/', '-')}.md): "
                f"{escaped(file.head.summary)}"
                for header, (file, _) in sorted(reference.headers.items())
                if header.startswith(group + "/")]
        out.append("")
    out += ["## Rooms", ""]
    out += [f"- [{room}/](room/{room.replace('/', '-')}.md): "
            f"{', '.join(Path(file.path).name for file, _ in found)}"
            for room, found in sorted(reference.rooms.items())]
    out += ["", "## Every name", ""]
    for letter, names in by_letter(reference.by_name):
        out += [f"**{letter}** " + ", ".join(f"[{escaped(name)}]({target(reference, name)})"
                                             for name in names), ""]
    hidden = [page + ".md" for page in [*header_pages(reference), *room_pages(reference)]]
    return "\n".join([*out, "```{toctree}", ":hidden:", ":maxdepth: 1", "", *hidden, "```", ""])


def by_letter(names):
    letters = {}
    for name in sorted(names, key=lambda name: (name.strip("_").lower(), name)):
        letters.setdefault((name.strip("_") or "_")[0].upper(), []).append(name)
    return letters.items()


def target(reference, name):
    """The place of a function's entry, seen from the index of the reference."""
    where = reference.where[name]
    page = "header/" + where.removesuffix(".h").replace("/", "-") if where in reference.headers \
        else "room/" + where.replace("/", "-")
    return f"fn:{page}#{name}"
