using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults.Support;

/// <summary>What tests of faults ask of a sandbox.</summary>
internal static class SandboxFaults
{
    private const int Mebibyte = 1 << 20;

    /// <summary>After whatever happened: the tree can be planned and built, and every blob is whole.</summary>
    public static async Task AssertSoundAsync(this Sandbox sandbox)
    {
        await sandbox.CheckAsync("plan");
        await sandbox.CheckAsync("build");
        await sandbox.CheckAsync("fsck");
        Assert.All(await sandbox.PlanAsync(), image => Assert.Equal("reuse", image.Value));
    }

    /// <summary>The store's folder of a sandbox.</summary>
    public static string StoreFolder(this Sandbox sandbox) => sandbox.Variables()["SLIPWAY_HOME"]!;

    /// <summary>An image of one layer of bytes that do not compress.</summary>
    public static Sandbox RandomImage(this Sandbox sandbox, string name, int mebibytes, int seed = 1)
    {
        sandbox.Image(name, "FROM scratch\nCOPY data /data\n");
        byte[] bytes = new byte[mebibytes * Mebibyte];
        new Random(HashCode.Combine(sandbox.Tag, seed)).NextBytes(bytes);
        File.WriteAllBytes(Path.Join(sandbox.Tree, "images", sandbox.Name(name), "data"), bytes);
        return sandbox;
    }

    /// <summary>How the builds of an image ended, newest first.</summary>
    public static async Task<string[]> BuildResultsAsync(this Sandbox sandbox, string image) =>
    [
        .. (await sandbox.JsonAsync("log", sandbox.Name(image), "--list")).AsArray()
            .Select(record => (string)record!["result"]!),
    ];

    /// <summary>The references by which the engine knows images of the sandbox.</summary>
    public static async Task<string[]> EngineReferencesAsync(this Sandbox sandbox)
    {
        string all = await Tool.CheckAsync("docker", "images", "--format", "{{.Repository}}:{{.Tag}}");
        return [.. all.Split('\n').Where(line => line.Contains(sandbox.Tag, StringComparison.Ordinal))];
    }

    /// <summary>Files that a write left under a temporary name.</summary>
    public static string[] TemporaryFiles(this Sandbox sandbox) =>
        Directory.Exists(Path.Join(sandbox.StoreFolder(), "oci", "tmp"))
            ? Directory.GetFiles(Path.Join(sandbox.StoreFolder(), "oci", "tmp"))
            : [];
}
