#!/usr/bin/python3
"""Use a window the way a screen reader does: by role and accessible name, over AT-SPI.

  atspi.py APPLICATION COMMAND...      inside the application's D-Bus session (see window-journey)

Commands, in order. NAME may end in * for any ending; ROLE is an AT-SPI role name.
  press ROLE NAME     press it, once it is there and enabled
  set NAME TEXT       replace what stands in a text field
  wait ROLE NAME      until it is there
  gone ROLE NAME      until it is not
  dump                print everything that is there
  shot FILE           a picture of the display
"""
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PATIENCE = 60  # seconds; a crowded machine draws slowly


def switch_accessibility_on():
    """A program tells nothing until an assistive technology says that it is there."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for switch in ("IsEnabled", "ScreenReaderEnabled"):
        value = GLib.Variant("(ssv)", ("org.a11y.Status", switch, GLib.Variant("b", True)))
        bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", value,
                      None, Gio.DBusCallFlags.NONE, 20000, None)


def until(look, what):
    end = time.monotonic() + PATIENCE
    while True:
        try:
            found = look()
        except GLib.Error:  # something went away while we looked at it
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.05)


def application(name):
    def look():
        desktop = Atspi.get_desktop(0)
        apps = (desktop.get_child_at_index(i) for i in range(desktop.get_child_count()))
        return next((a for a in apps if a and a.get_name() == name and a.get_child_count()), None)
    return until(look, f"no application {name!r} on the accessibility bus")


def walk(node, depth=0):
    yield node, depth
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from walk(child, depth + 1)


def is_called(node, name):
    own = node.get_name() or ""
    return own.startswith(name[:-1]) if name.endswith("*") else own == name


def find(app, role, name, state=None):
    for node, _ in walk(app):
        if node.get_role_name() == role and is_called(node, name):
            if state is None or node.get_state_set().contains(state):
                return node
    return None


def field(app, name):
    return next((n for n, _ in walk(app) if is_called(n, name) and "EditableText" in n.get_interfaces()), None)


def text_of(node):
    return Atspi.Text.get_text(node, 0, -1) if "EditableText" in node.get_interfaces() else ""


def dump(app):
    states = ("focused", "enabled", "checked")
    for node, depth in walk(app):
        flags = [s for s in states if node.get_state_set().contains(getattr(Atspi.StateType, s.upper()))]
        print("  " * depth + f"{node.get_role_name()} {node.get_name()!r} {' '.join(flags)} {text_of(node)}")


def shot(file):
    time.sleep(0.5)  # the picture follows the tree by a frame or two
    subprocess.run(["import", "-window", "root", file], check=True)


def run(app, commands):
    while commands:
        command = commands.pop(0)
        if command == "press":
            role, name = commands.pop(0), commands.pop(0)
            print(f"press {role} {name!r}", flush=True)
            node = until(lambda: find(app, role, name, Atspi.StateType.ENABLED), f"no enabled {role} {name!r}")
            until(lambda: Atspi.Action.do_action(node, 0), f"{role} {name!r} refused to be pressed")
        elif command == "set":
            name, text = commands.pop(0), commands.pop(0)
            print(f"set {name!r}", flush=True)
            node = until(lambda: field(app, name), f"no text field {name!r}")
            until(lambda: Atspi.EditableText.set_text_contents(node, text), f"{name!r} cannot be typed into")
            until(lambda: text_of(field(app, name)) == text, f"{name!r} does not keep {text!r}")
        elif command == "wait":
            role, name = commands.pop(0), commands.pop(0)
            print(f"wait for {role} {name!r}", flush=True)
            until(lambda: find(app, role, name), f"no {role} {name!r}")
        elif command == "gone":
            role, name = commands.pop(0), commands.pop(0)
            until(lambda: not find(app, role, name), f"{role} {name!r} stays")
        elif command == "dump":
            dump(app)
        elif command == "shot":
            shot(commands.pop(0))
        else:
            sys.exit(f"atspi.py: no command {command!r}")


def main():
    switch_accessibility_on()
    app = application(sys.argv[1])
    try:
        run(app, sys.argv[2:])
    except TimeoutError as error:
        dump(app)
        sys.exit(f"gave up after {PATIENCE} s: {error}")


if __name__ == "__main__":
    main()
