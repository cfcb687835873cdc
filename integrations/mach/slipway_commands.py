# Images under ./mach by Slipway. A tree registers this file where it registers its other
# mach commands (MACH_COMMANDS in build/mach_initialize.py, or a call of
# load_commands_from_file). It needs nothing but Python and a program `slipway`: on the PATH,
# or where the environment variable SLIPWAY says.
#
# With SLIPWAY_MACH_ONLY=1, or where the tree has no such commands of its own any more, it takes
# the names of mach's own commands; else its commands begin with "slipway-", beside them.

import os
import shutil
import subprocess
import sys

from mach.decorators import Command, CommandArgument

CATEGORY = "ci"

# Where Firefox's tasks run, unless the environment says another place.
ROOT_URL = "https://firefox-ci-tc.services.mozilla.com"


def _program():
    program = os.environ.get("SLIPWAY") or shutil.which("slipway")
    if not program:
        print(
            "There is no program 'slipway' on the PATH, and SLIPWAY does not say where it is.",
            file=sys.stderr,
        )
    return program


def _run(command_context, words):
    """Runs slipway with the words of mach in the tree's root, its output as it is."""
    program = _program()
    if not program:
        return 1
    environment = dict(os.environ)
    environment.setdefault("TASKCLUSTER_ROOT_URL", ROOT_URL)
    root = command_context.topsrcdir
    return subprocess.call([program, "mach"] + words + ["--root", root], env=environment)


def _words(name, image_name=None, tag=None, context_only=None, task_id=None):
    words = name.split(" ")
    if image_name:
        words.append(image_name)
    for option, value in (("--tag", tag), ("--context-only", context_only), ("--task-id", task_id)):
        if value:
            words += [option, value]
    return words


def _own_name(name):
    return name if os.environ.get("SLIPWAY_MACH_ONLY") == "1" else "slipway-" + name


@Command(
    _own_name("taskcluster-build-image"),
    category=CATEGORY,
    description="Build a Docker image and what it is built on, with Slipway.",
)
@CommandArgument("image_name", help="Name of the image, a folder of taskcluster/docker.")
@CommandArgument("-t", "--tag", metavar="name:tag", help="Tag of the image.")
@CommandArgument("--context-only", metavar="context.tar.gz", help="Only write the build context.")
def build_image(command_context, image_name, tag=None, context_only=None):
    return _run(
        command_context, _words("taskgraph build-image", image_name, tag=tag, context_only=context_only)
    )


@Command(
    _own_name("taskcluster-load-image"),
    category=CATEGORY,
    description="Load a Docker image that a task has built, with Slipway.",
)
@CommandArgument("image_name", nargs="?", help="Name of the image; not needed with --task-id.")
@CommandArgument("--task-id", help="The task that has built it.")
@CommandArgument("-t", "--tag", metavar="name:tag", help="Tag of the image.")
def load_image(command_context, image_name=None, task_id=None, tag=None):
    return _run(
        command_context, _words("taskgraph load-image", image_name, tag=tag, task_id=task_id)
    )


@Command(
    _own_name("taskcluster-image-digest"),
    category=CATEGORY,
    description="Print the digest of a Docker image, with Slipway.",
)
@CommandArgument("image_name", help="Name of the image.")
def image_digest(command_context, image_name):
    return _run(command_context, _words("taskgraph image-digest", image_name))


@Command(
    "slipway",
    category=CATEGORY,
    description="Run Slipway in this tree: list, plan, why, graph, and all else that it can.",
)
@CommandArgument("words", nargs="...", help="What slipway is given.")
def slipway(command_context, words):
    program = _program()
    if not program:
        return 1
    environment = dict(os.environ)
    environment.setdefault("TASKCLUSTER_ROOT_URL", ROOT_URL)
    return subprocess.call([program] + list(words), cwd=command_context.topsrcdir, env=environment)
