namespace Slipway.Tests.Gecko;

/// <summary>The transforms of newer gecko, in their words as far as they are looked at.</summary>
internal static class GeckoTransforms
{
    public const string Module = "taskcluster/gecko_taskgraph";

    public const string Retried = "funsize-update-generator";

    public const string Images = """
        from taskgraph.util import json
        IMAGE_BUILDER_IMAGE = (
            "mozillareleases/image_builder:6.0.0"
            "@sha256:"
            "734c03809c83c716c1460ed3e00519d79b14d117343d3c556cbd9218a2e7f094"
        )
                digest_data = [context_hash]
                digest_data += [json.dumps(args, sort_keys=True)]
                digest_data.append(f"image-builder-image:{IMAGE_BUILDER_IMAGE}")
        """;

    public const string Cached = "        if config.params[\"repository_type\"] == \"git\":\n";

    public const string Start = """
        docker.RUN_TASK_SNIPPET = [
            "COPY run-task/run-task /builds/worker/bin/run-task-git\n",
            "COPY run-task/fetch-content /builds/worker/bin/fetch-content\n",
        ]
        tc_util.PRODUCTION_TASKCLUSTER_ROOT_URL = "https://tc.example.org"
        """;

    public const string Packages = """
        "/usr/local/sbin/setup_packages.sh $TASKCLUSTER_ROOT_URL $PACKAGES && "
        "apt-get dist-upgrade && "
        "(dget -d -u {src_url} || exit 100) && "
        "tar -C {package} -axf {src_file} --strip-components=1"
        "curl -sL $PATCH_URL | patch -p1 && "
        'debchange -l ".{prefix}moz" --distribution "{dist}"'
        "(cd ..; mk-build-deps -i -r {package}/debian/control -t '{resolver}' || exit 100) && "
        'DEB_BUILD_OPTIONS="parallel=$(nproc) nocheck" dpkg-buildpackage -sa && '
        "apt-ftparchive packages apt | gzip -c9 > apt/Packages.gz".format(
        hash_path(os.path.join(GECKO, "build", "debian-packages", run["patch"]))
        """;

    /// <summary>The part of the first that makes the task.</summary>
    public const string Task = """
                if task.get("arch", "") == "arm64":
                    worker_type = "images-aarch64"
                else:
                    worker_type = "images-gcp"

                                "type": "file",
                                "path": "/workspace/out/image.tar.zst",
                                "name": "public/image.tar.zst",
                if image_name in ["funsize-update-generator"]:

        """;

    /// <summary>The files by their paths.</summary>
    /// <param name="task">The part that makes the task.</param>
    public static IEnumerable<(string Path, string Text)> Files(string task = Task) =>
    [
        ($"{Module}/transforms/docker_image.py", $"{Images}\n{task}\n"),
        ($"{Module}/transforms/cached_tasks.py", Cached),
        ($"{Module}/transforms/job/distro_package.py", Packages + "\n"),
        ($"{Module}/__init__.py", Start + "\n"),
    ];
}
