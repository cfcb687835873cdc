using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Taskcluster.Support;

/// <summary>A copy of <c>examples/monorepo</c> that is built on Taskcluster.</summary>
internal static class ExampleCopy
{
    /// <summary>The images of the example.</summary>
    public static readonly string[] Images =
        ["base", "docs", "hello", "hello-build", "lint", "nightly", "shell-loud", "shell-plain", "toolchain"];

    /// <summary>
    /// Puts the example into a sandbox, with the sandbox's own names of images, for an engine that others use too.
    /// </summary>
    public static Task WriteAsync(Sandbox sandbox) =>
        Tool.CheckAsync(
            "bash",
            "-ec",
            $$"""
            cp -a '{{Repository.PathOf("examples", "monorepo")}}/.' '{{sandbox.Tree}}'
            cd '{{sandbox.Tree}}'
            ./stage
            rm -rf .git
            for image in base docs hello hello-build lint nightly toolchain; do
              mv "taskcluster/docker/$image" "taskcluster/docker/$image-{{sandbox.Tag}}"
            done
            sed -i -E 's/^FROM (base|toolchain|hello)$/&-{{sandbox.Tag}}/; s/--from=[a-z-]+/&-{{sandbox.Tag}}/' taskcluster/docker/*/Dockerfile
            sed -i -E 's/^  (shell-plain|shell-loud|docs|nightly):/  \1-{{sandbox.Tag}}:/; s/parent: toolchain/&-{{sandbox.Tag}}/' slipway.yml
            sed -i -E 's/(docker_image..)base/\1base-{{sandbox.Tag}}/' taskcluster/tasks/*.yml
            echo 'backend: taskcluster' >> slipway.yml
            echo 'taskcluster: { worker-pool: "e2e/level-{level}", image: "example/image-builder:1" }' >> slipway.yml
            """);
}
