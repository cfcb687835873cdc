"""Prints the context hash of every image of a tree, computed by taskgraph as it is.

usage: taskgraph_hashes.py TREE IMAGE...

taskgraph is imported as installed, or from TASKGRAPH_SRC (a checkout's src/). It asks for its own version when imported,
which only an installed package has; for a checkout, a metadata file with the version of its pyproject.toml is put beside it.
"""

import os
import pathlib
import re
import sys
import tempfile


def offer_checkout(source):
    pyproject = (source.parent / "pyproject.toml").read_text()
    version = re.search(r'^version = "([^"]+)"', pyproject, re.MULTILINE).group(1)
    metadata = tempfile.TemporaryDirectory()
    info = pathlib.Path(metadata.name, f"taskcluster_taskgraph-{version}.dist-info")
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: taskcluster-taskgraph\nVersion: {version}\n"
    )
    sys.path[:0] = [str(source), metadata.name]
    return metadata


def main():
    source = os.environ.get("TASKGRAPH_SRC")
    metadata = offer_checkout(pathlib.Path(source).resolve()) if source else None
    import taskgraph
    from taskgraph.util.docker import generate_context_hash

    if metadata:
        metadata.cleanup()
    if sys.argv[1:] == ["--version"]:
        print(taskgraph.__version__)
        return
    tree, *images = sys.argv[1:]
    for image in images:
        print(image, generate_context_hash(tree, f"taskcluster/docker/{image}", {}))


if __name__ == "__main__":
    main()
