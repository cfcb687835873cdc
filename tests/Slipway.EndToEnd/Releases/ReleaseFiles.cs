using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Releases;

/// <summary>
/// What <c>scripts/release</c> makes of the published program: once in this checkout, and once in a clone in another
/// folder, under another umask, time zone and language.
/// </summary>
public sealed class ReleaseFiles : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-releases-");

    /// <summary>Why there are none; null when there are.</summary>
    internal string? Lacking { get; private set; }

    internal string Version { get; private set; } = string.Empty;

    internal string Output => Path.Join(_folder.FullName, "one");

    internal string OtherOutput => Path.Join(_folder.FullName, "two");

    internal string Tar => Path.Join(Output, $"slipway-{Version}-{Kind}.tar.gz");

    internal string Deb => Directory.GetFiles(Output, "*.deb").Single();

    /// <summary>The platform of this machine.</summary>
    internal static string Kind =>
        System.Runtime.InteropServices.RuntimeInformation.OSArchitecture
            is System.Runtime.InteropServices.Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>In a work tree of another checkout it is a file.</summary>
    internal static bool IsCheckout => Path.Exists(Repository.PathOf(".git"));

    public async ValueTask InitializeAsync()
    {
        Lacking = !File.Exists(Machine.Slipway) ? $"{Machine.Slipway} is not there"
            : !IsCheckout ? "the tree is no git checkout"
            : !await Machine.HasToolAsync("dpkg-deb", "--version") ? "dpkg-deb is not installed"
            : null;
        if (Lacking is not null)
        {
            return;
        }

        Version = (await Tool.CheckAsync(Machine.Slipway, "--version")).Split('+')[0];
        await MakeAsync(Repository.Root, Output, "umask 022; export TZ=UTC LC_ALL=C");
        string clone = Path.Join(_folder.FullName, "a clone");
        await Tool.CheckAsync("git", "clone", "--quiet", "--no-hardlinks", Repository.Root, clone);
        // As they are here, which may not be committed yet.
        await Tool.CheckAsync("cp", "-a", Repository.PathOf("scripts"), clone);
        await MakeAsync(clone, OtherOutput, "umask 077; export TZ=Asia/Tokyo LC_ALL=C.UTF-8 HOSTNAME=other");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static Task<ToolResult> RunAsync(string tree, string before, params string[] arguments) => Tool.RunAsync(
        "bash",
        ["-c", $"{before}\nexec scripts/release \"$@\"", "release", .. arguments],
        tree,
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["SOURCE_DATE_EPOCH"] = null,
            ["SLIPWAY_RELEASE_KEY"] = null,
        });

    private async Task MakeAsync(string tree, string output, string before)
    {
        var run = await RunAsync(
            tree, before, Version, "--no-tag", "--program", Machine.Slipway, "--only", "tar,deb", "--output", output);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("unsigned: there is no key", run.Output, StringComparison.Ordinal);
    }
}
