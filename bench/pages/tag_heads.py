"""musicxml2ly, which carries the colour of a head only as far as single notes, made to write it on every head as an ID.

    python3 tag_heads.py OPTIONS_OF_MUSICXML2LY

The colour #40000c becomes `\\tweak output-attributes.id "lm-12"`, which LilyPond writes around the head in its SVG.
"""

import glob
import runpy
import shutil
import sys

BASE = 0x400000
sys.path.insert(0, sorted(glob.glob("/usr/share/lilypond/*/python"))[-1])
import musicexp  # noqa: E402


def byte_of(part):
    # musicxml2ly divides by 256, and takes 255 for 256.
    return min(round(float(part) * 256), 255)


def tweaks(event):
    text = ""
    if event.color:
        red, green, blue = (byte_of(part) for part in event.color)
        text += '\\tweak output-attributes.id "lm-%d" ' % ((red << 16) + (green << 8) + blue - BASE)
    if event.style:
        text += "\\tweak style #%s " % event.style
    return text


def print_note(note, printer):
    # A tweak holds for what comes next: nothing may stand between it and the pitch.
    note.associated_events.sort(key=lambda event: isinstance(event, musicexp.NotestyleEvent))
    print_ly(note, printer)


print_ly = musicexp.NoteEvent.print_ly
musicexp.NoteEvent.print_ly = print_note
musicexp.NotestyleEvent.pre_chord_ly = tweaks
musicexp.NotestyleEvent.pre_note_ly = lambda event, is_chord_element: tweaks(event)
sys.argv[0] = shutil.which("musicxml2ly")
runpy.run_path(sys.argv[0], run_name="__main__")
