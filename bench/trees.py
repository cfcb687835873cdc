"""The trees that are measured: generated from a seed, so that every run measures the same bytes."""

import pathlib
import random
import shutil

CHUNK = 64 * 1024
WORDS = b"the build reads every file once and keeps what it learned for next time ".split()


def chunk(rng):
    """64 KiB that compress about as well as the files of an operating system: to a little more than a half."""
    random_bytes = rng.randbytes(20 * 1024)
    hexadecimal = rng.randbytes(14 * 1024).hex().encode()
    words = b" ".join(rng.choices(WORDS, k=4096))
    return (random_bytes + hexadecimal + words)[:CHUNK]


def write_payload(path, megabytes, seed):
    rng = random.Random(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        for _ in range(megabytes * 1024 * 1024 // CHUNK):
            file.write(chunk(rng))


def write_image(root, name, dockerfile):
    folder = root / "taskcluster" / "docker" / name
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_text(dockerfile)
    return folder


def start(root, scheme="slipway"):
    root.mkdir(parents=True)
    (root / "slipway.yml").write_text(f"prefix: bench\nscheme: {scheme}\nlevels: {{ 3: [main] }}\n")
    return root


def shared_files(root, images=60, files=2000, megabytes=75):
    """Images that all include the same folder. Returns their names."""
    rng = random.Random(1)
    start(root)
    average = megabytes * 1_000_000 // files
    for number in range(files):
        path = root / "shared" / f"group{number % 40:02}" / f"module{number // 200}" / f"file{number:04}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        size = rng.randrange(average // 8, average * 15 // 8)
        path.write_bytes(rng.randbytes(size // 2).hex().encode())
        path.chmod(0o644)
    names = [f"image{number:02}" for number in range(images)]
    for name in names:
        write_image(root, name, f"FROM scratch\n# %include shared\nCOPY Dockerfile /{name}\n")
    return names


def scale(root, images=5000, folders=100, files_each=500):
    """Many images, each of which includes one of some folders. Returns the name of one of them."""
    rng = random.Random(4)
    start(root)
    for folder in range(folders):
        for number in range(files_each):
            path = root / "shared" / f"folder{folder:03}" / f"group{number % 20:02}" / f"file{number:04}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(rng.randbytes(200).hex().encode())
            path.chmod(0o644)
    for number in range(images):
        base = "scratch" if number % 10 == 0 else f"image{number - number % 10:04}"
        write_image(root, f"image{number:04}",
                    f"FROM {base}\n# %include shared/folder{number % folders:03}\nCOPY Dockerfile /{number}\n")
    return f"image{images // 2 + 1:04}"


def grown(root, images, files, size, included=1.0, is_chained=False):
    """Images that include a part of the same files of one size, on each other or on nothing."""
    rng = random.Random(6)
    start(root)
    groups = 20
    for number in range(files):
        path = root / "shared" / f"group{number % groups:02}" / f"file{number:05}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rng.randbytes(size))
        path.chmod(0o644)
    chosen = [f"# %include shared/group{group:02}\n" for group in range(round(groups * included))]
    for number in range(images):
        base = f"image{number - 1:04}" if is_chained and number else "scratch"
        write_image(root, f"image{number:04}", f"FROM {base}\n{''.join(chosen)}COPY Dockerfile /{number}\n")


def base_and_child(root, megabytes, child_megabytes):
    """A large image and a small one on top of it."""
    start(root)
    folder = write_image(root, "large", "FROM scratch\nCOPY part0 /part0\nCOPY part1 /part1\nCOPY part2 /part2\n")
    for part in range(3):
        write_payload(folder / f"part{part}", megabytes // 3, seed=100 + part)
    folder = write_image(root, "child", "FROM large\nCOPY own /own\n")
    write_payload(folder / "own", child_megabytes, seed=200)


def one_base(root, children, base_megabytes, child_megabytes):
    """A base and images on top of it. Returns all names."""
    start(root)
    write_payload(write_image(root, "base", "FROM scratch\nCOPY data /data\n") / "data", base_megabytes, seed=300)
    names = ["base"]
    for number in range(children):
        name = f"on-base{number:02}"
        folder = write_image(root, name, "FROM base\nCOPY own /own\n")
        write_payload(folder / "own", child_megabytes, seed=400 + number)
        names.append(name)
    return names


def change_loop(root, files=2000, base_megabytes=60):
    """
    A base, tools on it and an app on those, which includes many files. A step of two seconds stands for the installing
    of packages. Returns the images, parents first, and what a `docker build` of each needs: the same files as contexts.
    """
    busybox = shutil.which("busybox")
    if busybox is None:
        raise FileNotFoundError("busybox (static) is missing: apt-get install busybox-static")
    start(root)
    contexts = root.with_name(root.name + "-contexts")
    install = 'RUN ["/busybox", "sleep", "2"]\n'
    dockerfiles = {
        "base": f"FROM scratch\nCOPY busybox data /\n{install}COPY setting /setting\n",
        "tools": f"FROM base\n{install}COPY tool /tool\n",
        "app": f"FROM tools\n{install}# %include shared\nCOPY topsrcdir/shared /shared\nCOPY main.sh /main.sh\n",
    }
    rng = random.Random(2)
    shared = root / "shared"
    for number in range(files):
        path = shared / f"group{number % 40:02}" / f"file{number:04}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rng.randbytes(rng.randrange(2_000, 30_000) // 2).hex().encode())
    for name, dockerfile in dockerfiles.items():
        folder = write_image(root, name, dockerfile)
        (folder / {"base": "setting", "tools": "tool", "app": "main.sh"}[name]).write_text("as it was\n")
    base = root / "taskcluster" / "docker" / "base"
    shutil.copy(busybox, base / "busybox")
    write_payload(base / "data", base_megabytes, seed=500)
    for name, dockerfile in dockerfiles.items():
        context = contexts / name
        shutil.copytree(root / "taskcluster" / "docker" / name, context)
        (context / "Dockerfile").write_text(
            dockerfile.replace("# %include shared\n", "")
            .replace("FROM base", "FROM loop-base")
            .replace("FROM tools", "FROM loop-tools"))
    shutil.copytree(shared, contexts / "app" / "topsrcdir" / "shared")
    return list(dockerfiles), contexts


def remove(path):
    shutil.rmtree(path, ignore_errors=True)


def size_of(folder):
    """Bytes of all files below a folder, each inode once."""
    seen = {}
    for path in pathlib.Path(folder).rglob("*"):
        if path.is_file() and not path.is_symlink():
            stat = path.stat()
            seen[stat.st_ino] = stat.st_size
    return sum(seen.values())
