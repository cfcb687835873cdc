using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Vouching;

/// <summary>A tree with an image on another one, two keys, and policies that require the first.</summary>
internal sealed class SignedSandbox : IAsyncDisposable
{
    public Sandbox Sandbox { get; } = new();

    public string Base => Sandbox.Name("base");

    public string App => Sandbox.Name("app");

    public string Key => PathOf("release.key.pem");

    public string PublicKey => PathOf("release.pub.pem");

    public string Stranger => PathOf("stranger.key.pem");

    public string Policy => PathOf("policy.yml");

    private string Folder => Path.Join(Path.GetDirectoryName(Sandbox.Tree)!, "keys");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task PrepareAsync()
    {
        Sandbox.BusyboxBase().Image("app", "FROM {base}\nRUN echo app > /app\n");
        Directory.CreateDirectory(Folder);
        foreach (string key in (string[])["release", "stranger"])
        {
            await Tool.CheckAsync(Machine.Slipway, "trust", "keygen", PathOf(key));
        }

        await WritePolicyAsync("1: require");
        Sandbox.Environment["SLIPWAY_POLICY"] = Policy;
    }

    /// <summary>Writes the policy in force.</summary>
    public async Task WritePolicyAsync(string trust)
    {
        string key = string.Concat((await File.ReadAllLinesAsync(PublicKey, Cancel))
            .Where(line => !line.StartsWith('-')));
        await File.WriteAllTextAsync(
            Policy, $"trust: {{{trust}}}\nsigners: [{{name: release, key: {key}}}]\n", Cancel);
    }

    /// <summary>Does something without a policy.</summary>
    public async Task<string> FreelyAsync(params string[] arguments)
    {
        Sandbox.Environment["SLIPWAY_POLICY"] = string.Empty;
        try
        {
            return await Sandbox.CheckAsync(arguments);
        }
        finally
        {
            Sandbox.Environment["SLIPWAY_POLICY"] = Policy;
        }
    }

    /// <summary>Builds both images, and signs them or not.</summary>
    public async Task BuildAsync(string? key)
    {
        await FreelyAsync(["build", .. key is null ? Array.Empty<string>() : ["--sign", "--signing-key", key]]);
        await Sandbox.EmptyEngineAsync();
    }

    /// <summary>Runs a command that has to be refused, with nothing left in the engine.</summary>
    public async Task<ToolResult> RefuseAsync(string code, params string[] arguments)
    {
        const int Refused = 4;
        var run = await Sandbox.SlipwayAsync(arguments);
        Assert.True(run.ExitCode == Refused, $"slipway {string.Join(' ', arguments)}: {run}");
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        await AssertEmptyAsync();
        return run;
    }

    /// <summary>The engine has none of the images, under whatever name.</summary>
    public async Task AssertEmptyAsync()
    {
        foreach (string image in (string[])[Base, App])
        {
            string found = await Tool.CheckAsync(
                "docker", "images", "--all", "-q", "--filter", $"label=dev.slipway.image={image}");
            Assert.Equal(string.Empty, found.Trim());
        }
    }

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();

    private string PathOf(string file) => Path.Join(Folder, file);
}
