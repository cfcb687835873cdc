using Slipway.Model.Builds;
using Slipway.Tests;
using Slipway.Trust.Keys;

namespace Slipway.Cli.Tests.Support;

/// <summary>A tree whose images are built, a key that may sign for them, and a policy that knows it.</summary>
internal sealed class SignedTree : IDisposable
{
    private readonly TempFolder _keys = new();

    public SignedTree()
    {
        _keys.Write("release.key.pem", Key.Pem);
        _keys.Write("release.pub.pem", Key.Key.Pem);
        _keys.Write("policy.yml", $"signers: [{{name: release, key: {Key.Key.Text}}}]\n");
        Restrict("release.key.pem");
        Tree.Source = BuildSource.None;
    }

    public BuiltTree Tree { get; } = new();

    public SigningKey Key { get; } = SigningKey.Create(SigningAlgorithm.EcdsaP256);

    /// <summary>Builds an image and one on it.</summary>
    public async Task BuildAsync()
    {
        Tree.Image("base", "FROM scratch\nCOPY Dockerfile /\n").Image("app", "FROM base\nCOPY Dockerfile /app\n");
        await Tree.BuildAsync();
    }

    public string PathOf(string name) => Path.Join(_keys.Path, name);

    public void Write(string name, string content) => _keys.Write(name, content);

    /// <summary>Leaves a file to its owner, as keys have to be.</summary>
    public void Restrict(string name)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public async Task<CliRun> AttestAsync(string what, params string[] options)
    {
        var run = await Tree.RunAsync(
            ["trust", "attest", what, "--signing-key", PathOf("release.key.pem"), .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    public Task<CliRun> VerifyAsync(params string[] what) =>
        Tree.RunAsync(["trust", "verify", "--policy", PathOf("policy.yml"), .. what]);

    public void Dispose()
    {
        Tree.Dispose();
        _keys.Dispose();
    }
}
