"""A tree of Firefox's shape, for the dialect `gecko`: 94 images, 24 packages, and many files around them.

    python3 bench/firefox.py DIR [--files 60000]

Nothing of it is Firefox's but the shape: how many images stand on how many levels, which install packages, how long their
names are. The same command makes the same bytes.
"""

import argparse
import hashlib
import pathlib

IMAGES = 94
PACKAGES = 24
SYSTEMS = [
    ("debian11", "bullseye", "deb11", "debian"),
    ("debian12", "bookworm", "deb12", "debian"),
    ("debian13", "trixie", "deb13", "debian"),
    ("ubuntu1804", "bionic", "ub18", "ubuntu"),
    ("ubuntu2204", "jammy", "ub22", "ubuntu"),
    ("ubuntu2404", "noble", "ub24", "ubuntu"),
]
PURPOSES = [
    "lint", "fetch-more", "static-checks", "toolchain-build", "periodic-refresh", "partial-generator", "system-symbols", "diffoscope",
    "condensed-profile", "snap-package", "flatpak-package", "index-task", "deb-repository", "android-build", "update-checks", "coverage-report",
    "pdf-images", "python-dependencies", "browser-driver", "mail-sender", "model-runner", "speech-runner", "wasm-sandbox", "locale-merge",
    "bouncer-check", "release-notes", "web-sentinel", "perf-charts", "font-tests", "media-tests", "webrender-tests", "accessibility-tests",
    "installer-tests", "crash-symbols", "docs-publish", "github-mirror", "l10n-bumper", "source-archive", "search-index", "theme-preview",
]
NAMES = ["valley", "harbour", "gdb", "mesa-drivers", "python-zstd", "nasm", "mercury", "cargo-tools", "dh-rustc", "glibtop", "sysprof", "xvfb-next"]

DOCKERFILES = {
    "raw": "ARG BASE_IMAGE\nFROM $BASE_IMAGE\n# %ARG DIST\n# %ARG SNAPSHOT\n# %include tools/images/setup.sh\n"
    "COPY topsrcdir/tools/images/setup.sh /usr/local/sbin/\nRUN setup.sh $DIST $SNAPSHOT\n",
    "packages": "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\nRUN apt-get install -y build-essential devscripts\n",
    "base": "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\nVOLUME /builds/worker/checkouts\n# %include-run-task\n"
    "ARG TASKCLUSTER_ROOT_URL\nARG DOCKER_IMAGE_PACKAGES\nRUN /usr/local/sbin/setup.sh $TASKCLUSTER_ROOT_URL $DOCKER_IMAGE_PACKAGES\n",
    "build": "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n# %include tools/images\nCOPY topsrcdir/tools/images /opt/images\n",
    "test": "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\nCOPY etc /etc\n# %include tools/tests/display.sh\n"
    "COPY topsrcdir/tools/tests/display.sh /usr/local/bin/\n",
    "image_builder": "FROM scratch\nCOPY policy.json /etc/policy.json\nVOLUME /workspace\n",
}

CONFIG = """\
trust-domain: gecko
project-repo-param-prefix: ''
product-dir: app
treeherder: { group-names: { I: Images, Deb11: Packages, Deb12: Packages, Deb13: Packages, Ub18: Packages, Ub22: Packages, Ub24: Packages } }
index: { products: [widget] }
task-priority: { by-project: { central: medium, default: low } }
taskgraph: { register: gecko_taskgraph:register, repositories: { gecko: { name: example } } }
expiration-policy: { by-project: { default: { by-level: { '3': { default: 3 months, long: 1 year }, default: { default: 2 weeks, long: 1 month } } } } }
workers:
  aliases:
    images-gcp: &here { provisioner: '{trust-domain}-{level}', implementation: docker-worker, os: linux, worker-type: '{alias}' }
    images-aarch64: *here
    misc: *here
    b-linux: *here
    b-linux-aarch64: *here
"""

IMAGE_KIND = """\
---
loader: taskgraph.loader.transform:loader

kind-dependencies:
    - packages

transforms:
    - gecko_taskgraph.transforms.docker_image:transforms
    - gecko_taskgraph.transforms.cached_tasks:transforms
    - gecko_taskgraph.transforms.task:transforms

tasks:
"""

PACKAGE_KIND = """\
---
loader: taskgraph.loader.transform:loader

transforms:
    - gecko_taskgraph.transforms.try_job:transforms
    - gecko_taskgraph.transforms.job:transforms
    - gecko_taskgraph.transforms.cached_tasks:transforms
    - gecko_taskgraph.transforms.task:transforms

task-defaults:
    treeherder: { kind: build, platform: packages/opt, tier: 1 }
    worker-type: b-linux
    worker: { max-run-time: 1800 }
    run-on-projects: []

tasks-from:
"""


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.images = []
        self.packages = {}

    def write(self, path, text, mode=0o644):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def image(self, name, folder, parent=None, arch=None, packages=(), arguments=None):
        lines = [f"    {name}:", f"        symbol: I({name[:12]})"]
        if folder != name:
            lines.append(f"        definition: {folder}")
        if parent:
            lines.append(f"        parent: {parent}")
        if arch:
            lines.append(f"        arch: {arch}")
        if packages:
            lines += ["        packages:", *(f"            - {package}" for package in packages)]
        if arguments:
            lines += ["        args:", *(f"            {key}: '{value}'" for key, value in arguments.items())]
        self.images.append("\n".join(lines))

    def package(self, name, distribution, system, number, arch, needs):
        digest = hashlib.sha256(name.encode()).hexdigest()
        lines = [f"{name}:", f"    description: {name} for {distribution}",
                 f"    treeherder: {{ symbol: {system.capitalize()}({number}) }}"]
        if arch:
            lines.append("    worker-type: b-linux-aarch64")
        lines.append("    run:")
        if arch:
            lines.append(f"        arch: {arch}")
        lines.append(f"        dist: {distribution}")
        source = f"https://files.example.org/{name}_1.{number}-1"
        if number % 3 == 0:
            lines.append(f"        tarball: {{ url: {source}.tar.gz, sha256: {digest} }}")
            lines.append(f"        name: {name}")
        else:
            lines.append(f"        dsc: {{ url: {source}.dsc, sha256: {digest} }}")
        if number % 2 == 0:
            lines.append(f"        patch: {name}.diff")
            self.write(f"build/debian-packages/{name}.diff", f"--- a/{name}\n+++ b/{name}\n@@ -1 +1 @@\n-old\n+new\n")
        elif number % 3 == 0:
            lines.append(f'        pre-build-command: debchange -v 1.{number}-1.{system}x "Rebuilt"')
        if needs:
            lines.append(f"        packages: [{', '.join(needs)}]")
        self.packages.setdefault(system, []).append("\n".join(lines))


def make(root, files=0):
    tree = Tree(root)
    tree.write("taskcluster/config.yml", CONFIG)
    for folder, text in DOCKERFILES.items():
        tree.write(f"taskcluster/docker/{folder}/Dockerfile", text)
    tree.write("taskcluster/docker/image_builder/policy.json", "{}\n")
    tree.write("taskcluster/docker/test/etc/display.conf", "screens=1\n")
    tree.write("taskcluster/docker/REGISTRY", "registry.example.org/gecko\n")
    tree.write("tools/images/setup.sh", "#!/bin/sh\nexit 0\n", 0o755)
    tree.write("tools/images/cleanup.sh", "#!/bin/sh\nexit 0\n", 0o755)
    tree.write("tools/tests/display.sh", "#!/bin/sh\nexit 0\n", 0o755)
    for file in ("run-task", "fetch-content", "robustcheckout.py", "hgrc"):
        tree.write(f"third_party/python/taskcluster_taskgraph/taskgraph/run-task/{file}", f"# {file}\n", 0o755)

    tree.image("image_builder", "image_builder")
    tree.image("image_builder_arm64", "image_builder", arguments={"ARCH": "arm64"})
    grounds = []
    made = 0
    for number, (system, distribution, short, _) in enumerate(SYSTEMS):
        for arch in (None, "arm64"):
            if arch and short == "ub18":
                continue
            name = f"{system}-{arch}" if arch else system
            own = []
            for _ in range(3 if not arch and short != "ub18" else 2 if arch and short in ("deb11", "deb12", "deb13") else 1):
                if made == PACKAGES:
                    break
                package = f"{short}-{arch + '-' if arch else ''}{NAMES[made % len(NAMES)]}"
                tree.package(package, distribution, short, made, arch, own[-1:] if made % 4 == 3 else [])
                own.append(package)
                made += 1
            tree.image(f"{name}-raw", "raw", arch=arch, arguments={
                "BASE_IMAGE": f"{system}:{20250000 + number}", "DIST": distribution, "SNAPSHOT": "20250101T000000Z"})
            tree.image(f"{name}-packages", "packages", f"{name}-raw", arch)
            tree.image(f"{name}-base", "base", f"{name}-raw", arch, own)
            tree.image(f"{name}-build", "build", f"{name}-base", arch)
            tree.image(f"{name}-test", "test", f"{name}-base", arch)
            grounds += [(f"{name}-base", arch), (f"{name}-build", arch)]
    assert made == PACKAGES, made

    arch_before = None
    for number in range(IMAGES - len(tree.images)):
        name = PURPOSES[number]
        parent, arch = (None, None) if number % 6 == 5 else grounds[number * 5 % len(grounds)]
        if number % 9 == 4:
            name, parent = f"{PURPOSES[number - 1]}-more", PURPOSES[number - 1]
            arch = arch_before
        arch_before = arch
        start = "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n" if parent else "FROM scratch\n"
        tree.write(f"taskcluster/docker/{name}/Dockerfile", f"{start}COPY files /opt/{name}\n")
        for file in range(1 + number % 4):
            tree.write(f"taskcluster/docker/{name}/files/part{file}.txt", f"{name} {file}\n" * (1 + number))
        tree.image(name, name, parent, arch)
    assert len(tree.images) == IMAGES, len(tree.images)

    tree.write("taskcluster/kinds/docker-image/kind.yml", IMAGE_KIND + "\n".join(tree.images) + "\n")
    tree.write("taskcluster/kinds/packages/kind.yml",
               PACKAGE_KIND + "".join(f"    - {system}.yml\n" for system in tree.packages))
    for system, packages in tree.packages.items():
        using = "debian-package" if system.startswith("deb") else "ubuntu-package"
        tree.write(f"taskcluster/kinds/packages/{system}.yml",
                   f"---\ntask-defaults:\n    run: {{ using: {using} }}\n\n" + "\n\n".join(packages) + "\n")
    for number in range(files):
        tree.write(f"engine/part{number % 97:02}/module{number // 970:03}/file{number:05}.cpp", f"int f{number}() {{ return {number}; }}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", help="where the tree is to be; made when it is not there")
    parser.add_argument("--files", type=int, default=0, help="files of other things around the images")
    arguments = parser.parse_args()
    make(arguments.folder, arguments.files)
