#!/usr/bin/env python3
"""Takes out of an image what engines write about themselves: settle-image.py LAYOUT NAME

The time is SOURCE_DATE_EPOCH; the layers become one, in which files have one order and no other times; and of the configuration
that stays which says how the image is run.
"""
import gzip
import hashlib
import io
import json
import os
import sys
import tarfile
import time

layout, name = sys.argv[1:]
epoch = int(os.environ["SOURCE_DATE_EPOCH"])
when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch))


def blob(digest):
    return os.path.join(layout, "blobs", *digest.split(":"))


def read(digest):
    with open(blob(digest), encoding="utf-8") as file:
        return json.load(file)


def write(document):
    return write_bytes(json.dumps(document, sort_keys=True, separators=(",", ":")).encode())


def write_bytes(content):
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    with open(blob(digest), "wb") as file:
        file.write(content)
    os.chmod(blob(digest), 0o644)
    return {"digest": digest, "size": len(content)}


def one_layer(layers):
    """The files of all layers; a later layer only adds here, and gives folders again that are there."""
    files = {}
    for layer in layers:
        with tarfile.open(blob(layer["digest"])) as archive:
            for entry in archive:
                assert not os.path.basename(entry.name).startswith(".wh."), entry.name
                files[entry.name.rstrip("/")] = (entry, archive.extractfile(entry).read() if entry.isreg() else None)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(files):
            entry, content = files[path]
            settled = tarfile.TarInfo(path)
            settled.mode, settled.type, settled.linkname = entry.mode, entry.type, entry.linkname
            settled.mtime = epoch
            settled.size = len(content or b"")
            archive.addfile(settled, io.BytesIO(content) if content is not None else None)
    return packed.getvalue()


with open(os.path.join(layout, "index.json"), encoding="utf-8") as file:
    old_manifest = json.load(file)["manifests"][0]["digest"]
manifest = read(old_manifest)
old_config = manifest["config"]["digest"]
config = read(old_config)
layer = one_layer(manifest["layers"])
layers = [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", **write_bytes(gzip.compress(layer, 9, mtime=0))}]
kept = {key: config["config"][key] for key in ("Cmd", "Entrypoint", "Env", "WorkingDir") if config["config"].get(key)}
manifest["config"] |= write({
    "architecture": config["architecture"],
    "os": config["os"],
    "created": when,
    "config": kept,
    "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
    "history": [{"created": when, "created_by": "slipway " + name}],
})
manifest = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.oci.image.manifest.v1+json",
    "config": {**manifest["config"], "mediaType": "application/vnd.oci.image.config.v1+json"},
    "layers": layers,
}
index = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.oci.image.index.v1+json",
    "manifests": [{
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        **write(manifest),
        "annotations": {"org.opencontainers.image.ref.name": name},
    }],
}
with open(os.path.join(layout, "index.json"), "w", encoding="utf-8") as file:
    json.dump(index, file, sort_keys=True, separators=(",", ":"))
wanted = {index["manifests"][0]["digest"], manifest["config"]["digest"], *(layer["digest"] for layer in manifest["layers"])}
for file in os.listdir(os.path.join(layout, "blobs", "sha256")):
    if "sha256:" + file not in wanted:
        os.remove(os.path.join(layout, "blobs", "sha256", file))
