"""Measures slipway against public tools. Started by bench/run, which explains the options."""

import argparse
import hashlib
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tarfile
import time

import firefox
import plot
import trees
from artifact_server import TASK, ArtifactServer
from measure import Failed, alternate, median, run

HERE = pathlib.Path(__file__).resolve().parent


class Bench:
    def __init__(self, options):
        self.slipway = options.slipway
        self.work = pathlib.Path(options.work)
        self.runs = options.runs
        self.image_mb = options.image_mb
        # A smoke test goes the same ways with next to nothing on them, and its times mean nothing.
        self.is_smoke = options.smoke
        self.rows = []
        self.grown = []
        self.notes = []
        self.shared = None

    # --- helpers

    def call(self, tree, home, *arguments, memory=False):
        return run([self.slipway, "--root", str(tree), "--home", str(home), *arguments], memory=memory)

    def home(self, name):
        """An empty store."""
        path = self.work / "homes" / name
        trees.remove(path)
        path.mkdir(parents=True)
        return path

    def row(self, what, ours, theirs, against, unit="s", target=None, better="lower", runs=None):
        """Adds a line. `target` is a bound of the ratio theirs/ours ("at least"), or of ours/theirs with "≤"."""
        self.rows.append(dict(what=what, ours=ours, theirs=theirs, against=against, unit=unit,
                              target=None if self.is_smoke else target, runs=runs or self.runs))
        print(self.line(self.rows[-1]), file=sys.stderr)

    def section(self, title):
        print(f"\n{title}", file=sys.stderr)

    def shared_tree(self):
        if self.shared is None:
            tree = self.work / "shared-tree"
            self.shared = tree, trees.shared_files(tree, *((6, 40, 1) if self.is_smoke else (60, 2000, 75)))
            # A file that was written just now is hashed again on purpose; wait until that is over.
            time.sleep(3)
        return self.shared

    # --- what is measured

    def digests(self):
        self.section("Digests of 60 images that include the same 2,000 files (75 MB)")
        tree, names = self.shared_tree()
        home = self.work / "homes" / "digests"
        slow_runs = min(self.runs, 3)
        has_taskgraph = self.find_taskgraph()

        def ours(scheme):
            return lambda: self.call(tree, home, "hash", "--scheme", scheme, *names)

        def forget():
            self.home("digests")

        files = [str(path) for path in sorted((tree / "shared").rglob("*.py"))]
        listing = self.work / "files"
        listing.write_text("\0".join(files))
        for path in files:  # Into the page cache: both sides read from memory.
            pathlib.Path(path).read_bytes()

        cold, once = alternate(
            self.runs, (forget, ours("slipway")), (None, lambda: run(f"xargs -0 sha256sum < '{listing}'")))
        self.row("hash, slipway scheme, cold", median(cold), median(once), "sha256sum of each file once", target="≤1.0")

        for scheme, cold_target, warm_target in (("slipway", 60, 150), ("taskgraph", 8, 120)):
            sides = [(forget, ours(scheme))]
            if has_taskgraph:
                sides.append((None, lambda: self.taskgraph(tree, names)))
            times = alternate(slow_runs if has_taskgraph else self.runs, *sides)
            warm = [ours(scheme)().seconds for _ in range(self.runs)]
            theirs = median(times[1]) if has_taskgraph else None
            self.row(f"hash, {scheme} scheme, cold", median(times[0]), theirs, "taskgraph", target=cold_target,
                     runs=slow_runs)
            self.row(f"hash, {scheme} scheme, warm", median(warm), theirs, "taskgraph", target=warm_target)

        if has_taskgraph:
            self.compare_hashes(tree, home, names)

    def scale(self):
        images, files = (40, 400) if self.is_smoke else (5000, 50_000)
        self.section(f"A tree of {images} images, {files} files and 2.5 million references, and its half and quarter")
        for part, target in ((4, None), (2, None), (1, True)):
            tree = self.work / "scale-tree"
            one = trees.scale(tree, images // part, 100 // part, files // 100)
            time.sleep(3)
            home = self.home("scale")
            what = f"{images // part} images"
            self.row(f"plan, {what}, cold", self.call(tree, home, "plan").seconds, None, "-", runs=1)
            plans = [self.call(tree, home, "plan", memory=True) for _ in range(self.runs)]
            self.row(f"plan, {what}, warm", median(result.seconds for result in plans), None, "-",
                     target=target and "≤2 s")
            self.row(f"plan, {what}, warm, peak", median(result.peak_mb for result in plans), None, "-", unit="MB",
                     target=target and "≤250 MB")
            self.row(f"hash of one of {what}", median(self.call(tree, home, "hash", one).seconds for _ in plans),
                     None, "-", target=target and "≤0.3 s")
            trees.remove(tree)
            trees.remove(home)

    def firefox(self):
        files = 600 if self.is_smoke else 60_000
        self.section(f"A tree of Firefox's shape: {firefox.IMAGES} images, {firefox.PACKAGES} packages, {files} files around them")
        tree = self.work / "firefox-tree"
        firefox.make(tree, files)
        time.sleep(3)
        home = self.work / "homes" / "firefox"

        def called(command):
            return lambda: self.call(tree, home, *command)

        cold, warm = alternate(
            self.runs, (lambda: self.home("firefox"), called(["hash"])), (None, called(["hash"])))
        self.row("hash, gecko dialect, cold", median(cold), None, "-")
        self.row("hash, gecko dialect, warm", median(warm), None, "-")
        for command in (["list"], ["plan"], ["graph", "--plan", "--format", "svg"], ["check"]):
            self.row(" ".join(command[:2]), median([called(command)().seconds for _ in range(self.runs)]), None, "-")

    def growth(self):
        self.section("How the time to know every digest grows, one thing at a time, to twice and four times")
        # What a tree has besides: enough that what grows is what counts.
        usual = dict(images=10, files=500, size=1000)
        axes = {
            "files": dict(base=2000, tree=lambda n: {**usual, "files": n}),
            "MB": dict(base=50, tree=lambda n: {**usual, "size": n * 1_000_000 // usual["files"]}),
            "images": dict(base=250, tree=lambda n: {**usual, "images": n}),
            "depth": dict(base=50, tree=lambda n: {**usual, "images": n, "is_chained": True}),
            "references": dict(
                base=50_000, tree=lambda n: {**usual, "images": 200, "files": 1000, "included": n / 200_000}),
        }
        for axis, how in axes.items():
            base = how["base"] // 25 if self.is_smoke and axis != "references" else how["base"]
            for size in (base, 2 * base, 4 * base):
                tree = self.work / "growth-tree"
                trees.grown(tree, **how["tree"](size))
                time.sleep(0 if self.is_smoke else 3)
                home = self.work / "homes" / "growth"
                cold, warm = alternate(
                    self.runs,
                    (lambda: self.home("growth"), lambda: self.call(tree, home, "hash")),
                    (None, lambda: self.call(tree, home, "hash")))
                self.grown.append(dict(axis=axis, size=size, cold=median(cold), warm=median(warm)))
                self.row(f"hash, {size:,} {axis}, cold", median(cold), None, "-")
                self.row(f"hash, {size:,} {axis}, warm", median(warm), None, "-")
                trees.remove(tree)

    def taskgraph(self, tree, names):
        return run([sys.executable, "-B", str(HERE / "taskgraph_hashes.py"), str(tree), *names])

    def find_taskgraph(self):
        try:
            version = run([sys.executable, "-B", str(HERE / "taskgraph_hashes.py"), "--version"]).output.strip()
        except Failed as problem:
            self.notes.append(
                "taskgraph is not compared: this Python cannot import it "
                f"({str(problem).splitlines()[-1]}).\n"
                "  pip install taskcluster-taskgraph, or give a checkout: TASKGRAPH_SRC=<checkout>/src (needs PyYAML).")
            return False
        self.notes.append(f"taskgraph {version}, Python {platform.python_version()}")
        return True

    def compare_hashes(self, tree, home, names):
        """A fast wrong answer is none: the context hashes of both have to agree."""
        theirs = dict(line.split() for line in self.taskgraph(tree, names[:3]).output.splitlines())
        answer = json.loads(self.call(tree, home, "hash", "--json", "--scheme", "taskgraph", *names[:3]).output)
        ours = {entry["image"]: entry["contextHash"] for entry in answer}
        if ours != theirs:
            raise Failed(f"the context hashes differ: slipway {ours}, taskgraph {theirs}")
        self.notes.append("The context hashes of the taskgraph scheme agree with taskgraph's.")

    def large_tree(self):
        tree = self.work / "large-tree"
        if not tree.exists():
            trees.base_and_child(tree, self.image_mb, child_megabytes=2)
        return tree

    def built_large(self):
        """The home of a store that has `large` and `child`, which the engine has too."""
        home = self.work / "homes" / "large"
        if not home.exists():
            self.home("large")
            self.call(self.large_tree(), home, "build")
        return home

    def store(self):
        self.section(f"Building an image of {self.image_mb} MB whose steps the engine has cached, and storing it")
        tree = self.large_tree()
        self.built_large()
        context = self.work / "large.tar"
        home = self.work / "homes" / "large"
        self.call(tree, home, "context", "large", "-o", str(context))
        archive = self.work / "large.tar.zst"

        def build_and_save():
            return run(f"docker build -q -t bench-large - < '{context}' "
                       f"&& docker save bench-large | zstd -q -3 -T0 -f > '{archive}'",
                       env={"DOCKER_BUILDKIT": os.environ.get("DOCKER_BUILDKIT", "1" if self.has_buildkit() else "0")})

        build_and_save()
        ours, theirs = alternate(
            min(self.runs, 5),
            (lambda: self.home("store"), lambda: self.call(tree, self.work / "homes" / "store", "build", "large")),
            (lambda: archive.unlink(missing_ok=True), build_and_save))
        self.row("build, all steps cached, empty store", median(ours), median(theirs),
                 "docker build; docker save | zstd -3 -T0", target="≤0.8")
        self.row("size of the stored image", trees.size_of(self.work / "homes" / "store" / "oci") / 1e6,
                 archive.stat().st_size / 1e6, "image.tar.zst", unit="MB", target=None, runs=1)
        trees.remove(self.work / "homes" / "store")
        archive.unlink()
        subprocess.run(["docker", "rmi", "bench-large"], capture_output=True, check=False)
        self.small_layer(tree, home)

    def small_layer(self, tree, home):
        """What a changed line costs beside the engine's own build when the image has a large base."""
        context = self.work / "small"
        own = tree / "taskcluster" / "docker" / "child"
        edits = 0

        def edit():
            nonlocal edits
            edits += 1
            (own / "line").write_text(f"edited {edits} times\n")
            trees.remove(context)
            context.mkdir()
            (context / "Dockerfile").write_text("FROM large\nCOPY line /line\n")
            (context / "line").write_text(f"edited {edits} times, elsewhere\n")

        (own / "Dockerfile").write_text("FROM large\nCOPY line /line\n")
        edit()
        self.call(tree, home, "build", "child")
        buildkit = {"DOCKER_BUILDKIT": "1" if self.has_buildkit() else "0"}
        ours, theirs = alternate(
            min(self.runs, 5),
            (edit, lambda: self.call(tree, home, "build", "child")),
            (edit, lambda: run(f"docker build -q -t bench-small '{context}'", env=buildkit)))
        self.row(f"build and store a small layer on {self.image_mb} MB", median(ours), median(theirs), "docker build",
                 target="≤1.3")
        trees.remove(context)
        self.remove_from_engine("bench-small")
        (own / "line").unlink()
        (own / "Dockerfile").write_text("FROM large\nCOPY own /own\n")
        # The names in the engine lead to what the tree has again.
        self.call(tree, home, "build")

    @staticmethod
    def remove_from_engine(name):
        """Removes an image with its layers, as far as no other image has them."""
        hashes = run(["docker", "images", "-q", "--no-trunc", name]).output.split()
        if hashes:
            run(["docker", "rmi", "-f", *sorted(set(hashes))])
        if os.environ.get("BENCH_OWN_ENGINE"):
            # The build cache holds on to layers as well. Only an engine of our own is emptied like this.
            subprocess.run(["docker", "builder", "prune", "-af"], capture_output=True, check=False)

    def empty_engine(self):
        """Leaves the engine nothing of the large image: what an engine of our own has, else what was built here."""
        if os.environ.get("BENCH_OWN_ENGINE"):
            # Older builds without a name are children of an image too, and one with children cannot be removed.
            run(["docker", "image", "prune", "-af"])
        for name in ("child", "large"):
            self.remove_from_engine(name)

    def has_buildkit(self):
        """Whether this client builds with BuildKit: it does with the buildx plugin, and up to 20.10 without."""
        if subprocess.run(["docker", "buildx", "version"], capture_output=True, check=False).returncode == 0:
            return True
        version = run(["docker", "version", "--format", "{{.Client.Version}}"]).output
        return int(version.split(".")[0]) <= 20

    def load(self):
        self.section(f"Loading an image on a base of {self.image_mb} MB that the engine has")
        tree, home = self.large_tree(), self.built_large()
        archive = self.work / "child.tar.zst"
        run(f"docker save child:latest | zstd -q -3 -T0 -f > '{archive}'")

        def drop():
            self.remove_from_engine("child")

        drop()
        ours, theirs = alternate(
            self.runs,
            (drop, lambda: self.call(tree, home, "load", "child")),
            (drop, lambda: run(f"zstd -q -dc '{archive}' | docker load -q")))
        self.row("load, base present", median(ours), median(theirs), "zstd -dc | docker load", target=20)
        archive.unlink()
        archive = self.work / "large.tar.zst"
        run(f"docker save large:latest | zstd -q -3 -T0 -f > '{archive}'")

        ours, theirs = alternate(
            self.runs,
            (self.empty_engine, lambda: self.call(tree, home, "load", "large")),
            (self.empty_engine, lambda: run(f"zstd -q -dc '{archive}' | docker load -q")))
        self.row("load, the engine has nothing", median(ours), median(theirs), "zstd -dc | docker load", target="≤1.0")
        archive.unlink()

    def fetch(self):
        self.section(f"Loading an image of {self.image_mb} MB that is an artifact of a task, and nowhere else")
        tree = self.large_tree()
        self.built_large()
        archive = self.work / "artifact.tar.zst"
        run(f"docker save large:latest | zstd -q -3 -T0 -f > '{archive}'")
        home = self.work / "homes" / "fetch"

        def drop():
            self.home("fetch")
            self.empty_engine()

        with ArtifactServer(archive) as server:
            def load():
                return run([self.slipway, "--root", str(tree), "--home", str(home), "load", "--backend", "taskcluster",
                            "--task-id", TASK, "--tag", "large:latest"], env={"TASKCLUSTER_ROOT_URL": server.address})

            ours, theirs = alternate(
                self.runs,
                (drop, load),
                (drop, lambda: run(f"curl -fsS '{server.address}/image' | zstd -q -dc | docker load -q")))
        self.row("load from a task, nothing anywhere", median(ours), median(theirs), "curl | zstd -dc | docker load",
                 target="≤1.1")
        archive.unlink()
        trees.remove(home)

    def buildah(self):
        """What it costs with an engine that has no daemon, and keeps its images in a folder of this run."""
        if os.geteuid() != 0 or not shutil.which("buildah"):
            self.notes.append("Buildah is not measured: it takes root and the buildah command.")
            return
        self.section(f"Buildah: a small layer on a base of {self.image_mb} MB")
        folder = self.work / "buildah"
        folder.mkdir()
        settings = folder / "storage.conf"
        settings.write_text(f'[storage]\ndriver = "{os.environ.get("STORAGE_DRIVER", "overlay")}"\n'
                            f'graphroot = "{folder}/graph"\nrunroot = "{folder}/run"\n')
        env = {"CONTAINERS_STORAGE_CONF": str(settings), "TMPDIR": str(folder)}
        tree = self.work / "buildah-tree"
        trees.base_and_child(tree, self.image_mb, child_megabytes=2)
        home = self.home("buildah")
        own, context, archive = tree / "taskcluster" / "docker" / "child", folder / "context", folder / "child.tar"
        (own / "Dockerfile").write_text("FROM large\nCOPY line /line\n")
        context.mkdir()
        (context / "Dockerfile").write_text("FROM localhost/large\nCOPY line /line\n")
        edits = 0

        def edit():
            nonlocal edits
            edits += 1
            (own / "line").write_text(f"edited {edits} times\n")
            (context / "line").write_text(f"edited {edits} times, elsewhere\n")
            archive.unlink(missing_ok=True)

        def ours(*arguments):
            return lambda: run([self.slipway, "--root", str(tree), "--home", str(home), *arguments,
                                "--engine", "buildah"], env=env)

        def pulled():
            return run(f"zstd -q -dc '{archive}.zst' > '{archive}' && buildah pull -q docker-archive:'{archive}'",
                       env=env)

        edit()
        ours("build")()
        times = alternate(
            min(self.runs, 5),
            (edit, ours("build", "child")),
            (edit, lambda: run(f"buildah build -q --isolation chroot --layers -t bench-small '{context}' "
                               f"&& buildah push -q bench-small docker-archive:'{archive}' "
                               f"&& zstd -q -3 -T0 -f '{archive}'", env=env)))
        self.row("Buildah: build and store a small layer", median(times[0]), median(times[1]),
                 "buildah build; buildah push; zstd -3 -T0")
        ours("build", "child")()
        archive.unlink(missing_ok=True)
        run(f"buildah push -q child docker-archive:'{archive}' && zstd -q -3 -T0 -f '{archive}'", env=env)
        image = run(["buildah", "images", "-q", "--no-trunc", "child:latest"], env=env).output.strip()

        def drop():
            archive.unlink(missing_ok=True)
            run(["buildah", "rmi", "-f", image], env=env)

        times = alternate(self.runs, (drop, ours("load", "child")), (drop, pulled))
        self.row("Buildah: load, base present", median(times[0]), median(times[1]), "zstd -dc; buildah pull")
        run("buildah rmi -a -f", env=env)
        trees.remove(folder)
        trees.remove(tree)

    def loop(self):
        self.section("A change in a tree of three images, a step of 2 s in each: everything brought up to date")
        tree = self.work / "loop-tree"
        names, contexts = trees.change_loop(tree)
        buildkit = {"DOCKER_BUILDKIT": "1" if self.has_buildkit() else "0"}
        line = " && ".join(f"docker build -q -t loop-{name} '{contexts / name}'" for name in names)
        edits = 0

        def edit(place, copy):
            def write():
                nonlocal edits
                edits += 1
                for path in (tree / place, contexts / copy):
                    path.write_text(f"edited {edits} times\n")
            return write

        changes = [
            ("one line of the last image", edit("taskcluster/docker/app/main.sh", "app/main.sh")),
            ("one of its 2,000 files",
             edit("shared/group07/file0007.py", "app/topsrcdir/shared/group07/file0007.py")),
            ("a file of the base", edit("taskcluster/docker/base/setting", "base/setting")),
        ]
        pushes = [
            ("level 1", ["--level", "1"]),
            ("level 3", ["--level", "3"]),
            ("a pull request", ["--level", "1", "--pull-request", "7"]),
        ]
        run(line, env=buildkit)
        slow = min(self.runs, 3)
        for push, options in pushes:
            home = self.home("loop")
            # The first build of a pull request uses what the branch has; its second is what is measured.
            self.call(tree, home, "build", "--level", "1")
            edit("taskcluster/docker/base/setting", "base/setting")()
            self.call(tree, home, "build", *options)
            run(line, env=buildkit)
            nothing, theirs = alternate(
                slow, (None, lambda: self.call(tree, home, "build", *options)), (None, lambda: run(line, env=buildkit)))
            self.row(f"{push}: nothing changed", median(nothing), median(theirs), "docker build of each", runs=slow)
            for what, change in changes:
                ours, theirs = alternate(
                    slow,
                    (change, lambda: self.call(tree, home, "build", *options)),
                    (None, lambda: run(line, env=buildkit)))
                self.row(f"{push}: {what}", median(ours), median(theirs), "docker build of each", runs=slow)
        for name in reversed(names):
            self.remove_from_engine(f"loop-{name}")
        trees.remove(tree)
        trees.remove(contexts)

    def share(self):
        self.section("20 images on one base of 60 MB, 2 MB of their own each")
        tree = self.work / "share-tree"
        names = trees.one_base(tree, children=20, base_megabytes=60, child_megabytes=2)
        home = self.home("share")
        self.call(tree, home, "build")
        ours = trees.size_of(home)
        layers, whole = {}, 0
        # Each image by itself: what separate artifacts would take, and which layers there are.
        for name in names:
            saved = self.work / "one.tar"
            run(f"docker save {name}:latest > '{saved}'")
            whole += int(run(f"zstd -q -3 -c '{saved}' | wc -c").output)
            with tarfile.open(saved) as archive:
                manifest = json.load(archive.extractfile("manifest.json"))
                for layer in manifest[0]["Layers"]:
                    content = archive.extractfile(layer).read()
                    digest = hashlib.sha256(content).hexdigest()
                    if digest not in layers:
                        layers[digest] = len(subprocess.run(
                            ["zstd", "-q", "-3", "-c"], input=content, capture_output=True, check=True).stdout)
            saved.unlink()
        self.row(f"disk of the store, {len(names)} images", ours / 1e6, sum(layers.values()) / 1e6,
                 f"{len(layers)} distinct layers, zstd -3", unit="MB", target="≤1.1", runs=1)
        self.row(f"disk of the store, {len(names)} images", ours / 1e6, whole / 1e6,
                 "an image.tar.zst for each", unit="MB", runs=1)
        trees.remove(tree)
        trees.remove(home)

    def startup(self):
        self.section("Start-up")
        many = 1 if self.is_smoke else max(self.runs, 11)
        ours, theirs = alternate(
            many, (None, lambda: run([self.slipway, "--version"])), (None, lambda: run(["docker", "--version"])))
        self.row("slipway --version", median(ours) * 1000, median(theirs) * 1000, "docker --version", unit="ms",
                 target="≤20 ms", runs=many)
        tree, names = self.shared_tree()
        home = self.home("plan")
        print(f"  building {len(names)} images once", file=sys.stderr)
        self.call(tree, home, "build")
        time.sleep(3)
        answer = json.loads(self.call(tree, home, "plan", "--json").output)
        actions = {image["action"] for image in answer["images"]}
        if actions != {"reuse"} or len(answer["images"]) != len(names):
            raise Failed(f"the plan of {len(names)} built images is {actions}, {len(answer['images'])} images")
        times = [self.call(tree, home, "plan").seconds * 1000 for _ in range(many)]
        self.row("slipway plan, nothing to do, 60 images", median(times), None, "-", unit="ms", target="≤100 ms", runs=many)
        trees.remove(home)

    def verify(self):
        self.section("A chain of ten tasks whose documents are at hand")
        many = 1 if self.is_smoke else max(self.runs, 11)
        question = [self.slipway, "trust", "verify", "--documents", str(HERE / "chain"), "--json"]
        answer = json.loads(run(question).output)
        if answer["verdict"] != "accepted" or len(answer["links"]) != 10:
            raise Failed(f"the chain is {answer['verdict']}: {answer.get('reason')}, {len(answer['links'])} tasks")
        times = [run(question).seconds * 1000 for _ in range(many)]
        self.row("trust verify, ten tasks, with the start", median(times), None, "-", unit="ms", target="≤50 ms", runs=many)

    def memory(self):
        self.section(f"Peak memory with an image of {self.image_mb} MB")
        tree = self.large_tree()
        self.built_large()
        home = self.home("memory")
        built = self.call(tree, home, "build", "large", memory=True)
        self.row("build and store, peak", built.peak_mb, None, "-", unit="MB", target="≤150 MB", runs=1)
        for name in ("child", "large"):  # An image with children cannot be removed.
            self.remove_from_engine(name)
        loaded = self.call(tree, home, "load", "large", memory=True)
        self.row("load of the whole image, peak", loaded.peak_mb, None, "-", unit="MB", target="≤150 MB", runs=1)
        trees.remove(home)

    # --- what is printed

    @staticmethod
    def verdict(row):
        target, ours, theirs = row["target"], row["ours"], row["theirs"]
        if target is None:
            return "", ""
        if isinstance(target, str) and " " in target:
            return target, "yes" if ours <= float(target[1:].split()[0]) else "NO"
        if theirs is None:
            return (target if isinstance(target, str) else f"≥{target}") + "×", "not compared"
        if isinstance(target, str):
            return target + "×", "yes" if ours / theirs <= float(target[1:]) else "NO"
        return f"≥{target}×", "yes" if theirs / ours >= target else "NO"

    @staticmethod
    def number(value, unit):
        if value is None:
            return "-"
        if unit == "s":
            return f"{value:.3f} s"
        return f"{value:.1f} {unit}"

    def line(self, row):
        target, met = self.verdict(row)
        ratio = "-"
        if row["theirs"] is not None:
            # The way round that the target is said in.
            if isinstance(row["target"], str) and " " not in row["target"]:
                ratio = f"{row['ours'] / row['theirs']:.2f}× of it"
            elif row["theirs"] >= row["ours"]:
                ratio = f"{row['theirs'] / row['ours']:.1f}× less"
            else:
                ratio = f"{row['ours'] / row['theirs']:.1f}× more"
        cells = [f"{row['what']:<40}", f"{self.number(row['ours'], row['unit']):>10}",
                 f"{self.number(row['theirs'], row['unit']):>10}", f"{row['against']:<40}", f"{ratio:>12}",
                 f"{target:>8}", f"{met:<12}", f"{row['runs']:>2}"]
        return " | ".join(cells).rstrip()

    def table(self):
        head = [f"{'what':<40}", f"{'slipway':>10}", f"{'other':>10}", f"{'the other':<40}", f"{'ratio':>12}",
                f"{'target':>8}", f"{'met':<12}", "n "]
        print("\n" + " | ".join(head))
        print("-|-".join("-" * len(cell) for cell in head))
        for row in self.rows:
            print(self.line(row))
        print()
        print(f"Medians of n runs, the two sides in turn. {os.cpu_count()} cores, {platform.machine()}, "
              f"Linux {platform.release()}; files in the page cache; "
              f"{run([self.slipway, '--version']).output.strip()}; "
              f"Docker {run(['docker', 'version', '--format', '{{.Server.Version}}']).output.strip()}, client "
              f"{run(['docker', 'version', '--format', '{{.Client.Version}}']).output.strip()}.")
        for note in self.notes:
            print(note)


PARTS = [
    "digests", "scale", "growth", "firefox", "store", "load", "fetch", "buildah", "loop", "share", "startup", "verify",
    "memory",
]

# The others wait for steps that stand for installations, or build twenty images.
SMOKE = ["digests", "scale", "growth", "firefox", "store", "load", "fetch", "buildah", "startup", "verify", "memory"]


def main():
    parser = argparse.ArgumentParser(prog="bench/run")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--image-mb", type=int, default=600, help="the size of the large image")
    parser.add_argument("--json", metavar="FILE", help="writes the numbers there as well")
    parser.add_argument("--plot", metavar="FILE", help="draws what 'growth' measured there, as an SVG")
    parser.add_argument("--smoke", action="store_true", help="goes all ways once with small trees; times mean nothing")
    parser.add_argument("--slipway", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--work", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.smoke:
        options.runs, options.image_mb = 1, 3
    bench = Bench(options)
    failures = []
    load = os.getloadavg()[0]
    bench.notes.append(f"Load average when it began: {load:.1f}.")
    if load > os.cpu_count() / 2:
        bench.notes.append("The machine was busy with something else: the times are worth little.")
    for part in options.parts or (SMOKE if options.smoke else PARTS):
        try:
            getattr(bench, part)()
        except (Failed, FileNotFoundError) as problem:
            failures.append(f"{part}: {problem}")
            print(f"  FAILED: {problem}", file=sys.stderr)
    bench.table()
    if options.plot and bench.grown:
        pathlib.Path(options.plot).write_text(plot.growth(bench.grown))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(bench.rows, indent=2, ensure_ascii=False) + "\n")
    for failure in failures:
        print(f"\nFailed: {failure}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
