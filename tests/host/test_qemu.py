# SPDX-License-Identifier: MIT
"""Files for the host leave the guest in frames; only a whole frame is a file."""

import pytest

from halves import qemu


def test_files_are_taken_from_their_frames():
    """Two frames, and text around them that is nobody's."""
    text = "noise\n@begin a.json\n{\n}\n@end a.json\n@begin b.txt\n@end b.txt\nmore noise\n"
    assert qemu.frames(text) == {"a.json": "{\n}\n", "b.txt": ""}


def test_last_frame_of_a_name_wins():
    """A program that ran twice leaves what it said last."""
    assert qemu.frames("@begin a\n1\n@end a\n@begin a\n2\n@end a\n") == {"a": "2\n"}


@pytest.mark.parametrize("text", [
    "@begin a.json\n{}\n", "@begin a.json\n{}\n@end b.json\n", "@begin ../a\n@end ../a\n",
    "@begin /etc/a\n@end /etc/a\n", "@begin \n@end \n", "@begin .hidden\n@end .hidden\n",
    "@begin two words\n@end two words\n"])
def test_broken_frame_or_bad_name_is_refused(text):
    """Half a file, and a name that leads out of the folder, are errors."""
    with pytest.raises(qemu.BadFrame):
        qemu.frames(text)


def test_nothing_sent_is_no_file(tmp_path):
    """No stream, no files, no complaint."""
    assert qemu.save_frames(tmp_path / "none", tmp_path) == []


def test_saved_files_are_whole(tmp_path):
    """save_frames leaves the files and nothing else."""
    stream = tmp_path / "stream"
    stream.write_text("@begin a.json\n{}\n@end a.json\n")
    assert qemu.save_frames(stream, tmp_path) == ["a.json"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "stream"]
    assert (tmp_path / "a.json").read_text() == "{}\n"


def test_comma_in_a_path_reaches_qemu_whole():
    """QEMU reads two commas as one."""
    line = qemu.Machine(debugcon="x,y").argv()
    assert line[line.index("-debugcon") + 1] == "file:x,,y"
