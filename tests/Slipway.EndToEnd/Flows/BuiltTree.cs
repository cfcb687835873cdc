using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>A tree with every kind of edge and directive, built once for all tests that look at it.</summary>
public sealed class BuiltTree : IAsyncLifetime
{
    internal Sandbox Sandbox { get; } = new();

    public async ValueTask InitializeAsync()
    {
        if (!await Machine.HasEngineAsync())
        {
            return;
        }

        Sandbox
            .BusyboxBase("root")
            .Write("lib/one.txt", "one\n")
            .Write("lib/not-included.txt", "no\n")
            .Write("tools/deep/er/two.txt", "two\n")
            .Write("tools/run", "#!/bin/sh\necho ran\n")
            .Image("base", "FROM {root}\nRUN echo base > /from-base\n")
            .Image("tool", "FROM {root}\nRUN echo made by tool > /made\n")
            .Image(
                "app",
                "FROM {base}\n# %include lib/one.txt\n# %include tools\nCOPY --from={tool} /made /tool\nCOPY topsrcdir "
                + "/src\n")
            .Image("child", "ARG DOCKER_IMAGE_PARENT\nFROM $DOCKER_IMAGE_PARENT\n")
            .Image("variant", "FROM {base}\n# %ARG FLAVOUR\nRUN echo $FLAVOUR > /flavour\n")
            .Image(
                "ignoring",
                "FROM scratch\nCOPY busybox /bin/busybox\nRUN [\"/bin/busybox\", \"--install\", \"-s\", "
                + "\"/bin\"]\nCOPY docs /all/docs\n")
            .Write(
                $"images/{Sandbox.Name("ignoring")}/.dockerignore", "docs/*\n!docs/*.txt\n!docs/kept.md\ndocs/no.txt\n")
            .Write($"images/{Sandbox.Name("ignoring")}/docs/yes.txt", "yes\n")
            .Write($"images/{Sandbox.Name("ignoring")}/docs/no.txt", "no\n")
            .Write($"images/{Sandbox.Name("ignoring")}/docs/dropped.md", "no\n")
            .Write($"images/{Sandbox.Name("ignoring")}/docs/kept.md", "yes\n")
            .Write(
                "slipway.yml",
                $$"""
                prefix: e2e
                folder: images
                images:
                  {{Sandbox.Name("child")}}: { parent: {{Sandbox.Name("base")}} }
                  {{Sandbox.Name("one")}}: { definition: {{Sandbox.Name("variant")}}, args: { FLAVOUR: first } }
                  {{Sandbox.Name("two")}}: { definition: {{Sandbox.Name("variant")}}, args: { FLAVOUR: second } }
                """);
        File.Copy("/bin/busybox", Path.Join(Sandbox.Tree, "images", Sandbox.Name("ignoring"), "busybox"));
        await Tool.CheckAsync("chmod", "755", Path.Join(Sandbox.Tree, "tools", "run"));
        await Sandbox.CheckAsync("build");
    }

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();

    /// <summary>Runs a command in an image with the engine itself.</summary>
    internal async Task<ToolResult> RunAsync(string image, params string[] command)
    {
        var result = await Tool.RunAsync(
            "docker", ["run", "--rm", "--network", "none", $"{Sandbox.Name(image)}:latest", .. command]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
