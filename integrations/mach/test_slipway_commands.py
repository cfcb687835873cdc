# Run by `python3 -m unittest` in this folder, and by the tests of the command line: a stand-in of
# mach's decorators collects the commands, and a program that prints its words is in slipway's place.

import argparse
import importlib
import os
import stat
import subprocess
import sys
import tempfile
import types
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
COMMANDS = {}


def stand_in():
    """The two decorators of mach.decorators, as far as commands see them."""

    def command(name, **how):
        def take(function):
            COMMANDS[name] = (function, getattr(function, "arguments", []))
            return function

        return take

    def argument(*names, **how):
        def take(function):
            function.arguments = [(names, how)] + getattr(function, "arguments", [])
            return function

        return take

    mach = types.ModuleType("mach")
    mach.decorators = types.ModuleType("mach.decorators")
    mach.decorators.Command = command
    mach.decorators.CommandArgument = argument
    sys.modules["mach"] = mach
    sys.modules["mach.decorators"] = mach.decorators


def load(**environment):
    stand_in()
    COMMANDS.clear()
    os.environ.pop("SLIPWAY_MACH_ONLY", None)
    os.environ.update(environment)
    sys.path.insert(0, HERE)
    try:
        sys.modules.pop("slipway_commands", None)
        return importlib.import_module("slipway_commands")
    finally:
        sys.path.remove(HERE)


def mach(line, root):
    """Runs a command line as mach would: parsed by argparse, its values handed to the function."""
    name, words = line[0], line[1:]
    function, arguments = COMMANDS[name]
    parser = argparse.ArgumentParser(prog=name)
    for names, how in arguments:
        parser.add_argument(*names, **how)
    context = types.SimpleNamespace(topsrcdir=root)
    return function(context, **vars(parser.parse_args(words)))


class CommandsTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.seen = os.path.join(self.folder.name, "seen")
        program = os.path.join(self.folder.name, "slipway")
        with open(program, "w") as script:
            script.write('#!/bin/sh\nfor word; do echo "$word"; done > %s\n' % self.seen)
            script.write('echo "root $TASKCLUSTER_ROOT_URL" >> %s\nexit 7\n' % self.seen)
        os.chmod(program, os.stat(program).st_mode | stat.S_IXUSR)
        self.program = program
        os.environ.pop("TASKCLUSTER_ROOT_URL", None)

    def tearDown(self):
        self.folder.cleanup()

    def words(self):
        with open(self.seen) as file:
            return file.read().split("\n")[:-2]

    def test_lines_of_mach_become_lines_of_slipway(self):
        load(SLIPWAY_MACH_ONLY="1", SLIPWAY=self.program)
        cases = [
            (["taskcluster-build-image", "lint"], ["mach", "taskgraph", "build-image", "lint"]),
            (
                ["taskcluster-build-image", "lint", "-t", "lint:mine"],
                ["mach", "taskgraph", "build-image", "lint", "--tag", "lint:mine"],
            ),
            (
                ["taskcluster-build-image", "lint", "--context-only", "x.tar.gz"],
                ["mach", "taskgraph", "build-image", "lint", "--context-only", "x.tar.gz"],
            ),
            (["taskcluster-load-image", "lint"], ["mach", "taskgraph", "load-image", "lint"]),
            (
                ["taskcluster-load-image", "--task-id", "ID", "-t", "a:b"],
                ["mach", "taskgraph", "load-image", "--tag", "a:b", "--task-id", "ID"],
            ),
            (["taskcluster-image-digest", "lint"], ["mach", "taskgraph", "image-digest", "lint"]),
        ]
        for line, wanted in cases:
            with self.subTest(line=line):
                self.assertEqual(mach(line, "/tree"), 7)
                self.assertEqual(self.words(), wanted + ["--root", "/tree"])

    def test_every_command_of_slipway_is_there_under_its_name(self):
        load(SLIPWAY=self.program)
        self.assertEqual(mach(["slipway", "plan", "--level", "3"], self.folder.name), 7)
        self.assertEqual(self.words(), ["plan", "--level", "3"])

    def test_beside_mach_s_own_commands_the_names_are_others(self):
        load(SLIPWAY=self.program)
        self.assertIn("slipway-taskcluster-build-image", COMMANDS)
        self.assertNotIn("taskcluster-build-image", COMMANDS)

    def test_tasks_are_looked_for_where_firefox_s_run(self):
        load(SLIPWAY=self.program)
        mach(["slipway-taskcluster-load-image", "lint"], "/tree")
        with open(self.seen) as file:
            self.assertIn("root https://firefox-ci-tc.services.mozilla.com", file.read())

    def test_without_the_program_it_is_said_and_the_command_fails(self):
        load(SLIPWAY="")
        path = os.environ.get("PATH")
        os.environ["PATH"] = ""
        try:
            self.assertEqual(mach(["slipway-taskcluster-image-digest", "lint"], "/tree"), 1)
        finally:
            os.environ["PATH"] = path


if __name__ == "__main__":
    unittest.main()
