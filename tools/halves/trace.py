# SPDX-License-Identifier: MIT
"""trace.py - read an event log of the kernel: the text of /proc/trace, or the stream of its port.

Callers: tools/trace, tools/halves/rules.py, the tests.

The stream (kernel/trace/port.c) is packets of 36 bytes: time in ns (8), pid and event (4), context
(4), five words. What the words mean, and the texts and functions that they point to, stand in the
image: its table trace_formats is read, so there is no second list of events here.
"""

import bisect
import re
import struct
from typing import NamedTuple

from .elf import Elf

PACKET = struct.Struct("<Q7I")
TEXT, BEGIN = 0xff, 0xfe
TASK, STRING, FUNCTION = range(3)
LINE = re.compile(r"\s*(?P<comm>.*)-(?P<pid>\d+)\s+\[(?P<cpu>\d+)\] (?P<flags>\S{4})\s+"
                  r"(?P<s>\d+)\.(?P<us>\d{6}): (?P<name>\w+): (?P<text>.*)")
LOST = re.compile(r"# entries-in-buffer/entries-written: (\d+)/(\d+)")
FIELD = re.compile(r"(work struct|\w+)[= ]([^\s:\]]+)")
CONVERSION = re.compile(r"%(\d*)l?(ps|[a-zT])")


class Event(NamedTuple):
    number: int     # in the log, from 1
    ns: int         # since boot
    cpu: int
    pid: int
    comm: str
    flags: str      # irqs off, context, depth of preemption, as in the text: "d.s1"
    name: str
    text: str       # what follows the name
    fields: dict    # {"vec": 5, "action": "TASKLET", "id": 7}

    def line(self):
        """As /proc/trace has it."""
        us = self.ns // 1000
        return (f"{self.comm:>16}-{self.pid:<6} [{self.cpu:03}] {self.flags} "
                f"{us // 10**6:5}.{us % 10**6:06}: {self.name}: {self.text}")


class BadLog(Exception):
    """The file is no log, or does not fit to the image."""


class OtherImage(BadLog):
    """Another image has written the log."""


def fields(name, text):
    """{field: number or text} of what stands behind the name of an event."""
    if name.startswith("kunit_case"):
        return {"case": text}
    if name == "tracing_mark_write":
        return {"mark": text}
    if name == "irq_handler_entry":     # the name of a handler may have blanks
        irq, _, handler = text.partition(" name=")
        return {"irq": int(irq[4:]), "name": handler}
    return {key: int(value) if re.fullmatch(r"-?\d+", value) and key not in ADDRESSES else value
            for key, value in FIELD.findall(text.replace("==>", "").replace("[", " "))}


ADDRESSES = ("work struct", "timer", "tasklet")     # hexadecimal, perhaps of digits alone


def read_text(text):
    """([Event…], whether the oldest were overwritten) of the text of /proc/trace."""
    events, lost = [], False
    for line in text.splitlines():
        counts = LOST.match(line)
        if counts:
            lost = counts[1] != counts[2]
        found = LINE.fullmatch(line)
        if found:
            events.append(Event(
                len(events) + 1, (int(found["s"]) * 10**6 + int(found["us"])) * 1000,
                int(found["cpu"]), int(found["pid"]), found["comm"], found["flags"],
                found["name"], found["text"], fields(found["name"], found["text"])))
        elif line.strip() and not line.startswith("#"):
            raise BadLog(f"not a line of an event log: {line!r}")
    return events, lost


class Image:
    """What the packets point to: formats of events, texts, functions."""

    def __init__(self, path):
        self.elf = Elf(path)
        symbols = {symbol.name: symbol.value for symbol in self.elf.symbols()}
        if "trace_formats" not in symbols:
            raise BadLog(f"{path}: no image of Halves with an event log")
        self.functions = self.elf.functions()
        self.starts = [address for address, _ in self.functions]
        self.path, self.formats, at = path, [], symbols["trace_formats"]
        self.identity = at
        while self.word(at):
            self.formats.append((self.string(self.word(at)), self.string(self.word(at + 4))))
            at += 8

    def offset(self, address):
        """Where in the file, or None."""
        for section in self.elf.sections:
            if section.type == 1 and section.address <= address < section.address + section.size:
                return section.offset + address - section.address
        return None

    def word(self, address):
        """The 32 bits at an address."""
        return struct.unpack_from("<I", self.elf.data, self.offset(address))[0]

    def string(self, address):
        """The text at an address, or None."""
        at = self.offset(address)
        return None if at is None else self.elf.data[at:self.elf.data.index(0, at)].decode()

    def function(self, address):
        """The name of the function around an address, or None."""
        text = self.elf.text()
        if not text.address <= address < text.address + text.size:
            return None
        return self.functions[bisect.bisect(self.starts, address) - 1][1].split(".")[0]


class Stream:
    """Takes packets one after the other; events() are those of the last log in the stream."""

    def __init__(self, image):
        self.image = image
        self.events, self.names, self.part = [], {}, {}

    def take(self, packet):
        """One packet."""
        ns, head, context, *words = PACKET.unpack(packet)
        event = head >> 24
        if event == BEGIN:
            if ns != self.image.identity:
                raise OtherImage(f"the log is of another image than {self.image.path}: name the "
                                 "one that ran, --image")
            self.events.clear()
        elif event == TEXT:
            self.text((context, ns), packet[16:])
        elif event < len(self.image.formats):
            self.event(event, head & 0xffffff, ns, context, words)
        else:
            raise BadLog(f"event {event} is none of this image: is it the one that ran?")

    def text(self, key, piece):
        """A piece of a name; the last one has a 0 in it."""
        whole = self.part.pop(key, b"") + piece.split(b"\0")[0]
        if b"\0" in piece:
            self.names[key] = whole.decode("utf-8", "replace")
        else:
            self.part[key] = whole

    def event(self, event, pid, ns, context, words):
        """A record."""
        name, form = self.image.formats[event]
        words = iter([*words, 0])
        word = next(words)

        def conversion(found):
            nonlocal word
            kind, value = found[2], word
            if kind == "T":
                return self.names.get((TASK, value), "<...>")
            word = next(words, 0)
            if kind == "s":
                return self.image.string(value) or self.names.get((STRING, value), "?")
            if kind == "ps":
                return self.image.function(value) or \
                    self.names.get((FUNCTION, value), f"0x{value:08x}")
            if kind == "p":
                return f"{value:08x}"
            if kind == "d" and value >> 31:
                value -= 1 << 32
            return f"{value:{found[1]}d}"

        text = CONVERSION.sub(conversion, form)
        kind = {0: ".", 2: "h", 4: "s", 6: "H"}[context & 6]
        depth = context >> 8 & 0xff
        flags = "d."[not context & 1] + "." + kind + (f"{min(depth, 15):x}" if depth else ".")
        self.events.append(Event(len(self.events) + 1, ns, context >> 16 & 0xff, pid,
                                 self.names.get((TASK, pid), "<...>"), flags, name, text,
                                 fields(name, text)))


def read_stream(data, image):
    """[Event…] of the last log in the bytes that left through the port."""
    stream = Stream(Image(image))
    for at in range(0, len(data) - PACKET.size + 1, PACKET.size):
        stream.take(data[at:at + PACKET.size])
    return stream.events


def read(path, image):
    """([Event…], whether the beginning is missing) of a file of either kind."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:1] == b"#":
        return read_text(data.decode("utf-8", "replace"))
    return read_stream(data, image), False


def cases(events):
    """{"suite.case": [Event…]} of the log of a KUnit run."""
    found, current = {}, None
    for event in events:
        if event.name == "kunit_case":
            current = found.setdefault(event.fields["case"], [])
        elif event.name == "kunit_case_end":
            current = None
        elif current is not None:
            current.append(event)
    return found
