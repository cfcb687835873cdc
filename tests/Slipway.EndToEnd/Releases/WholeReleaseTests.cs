using System.Security.Cryptography;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Releases;

/// <summary>
/// A release from the commit to machines that install it. Building it twice takes many minutes, so that is for
/// <c>./test --long Release</c>; every run looks at the plan.
/// </summary>
public sealed class WholeReleaseTests : IDisposable
{
    private const string Version = "9.9.9";

    // A root file system of Debian; kept between runs where this names a folder.
    private const string RootVariable = "SLIPWAY_BARE_ROOT";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-whole-release-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Clone => Path.Join(_folder.FullName, "clone");

    private string Output => Path.Join(_folder.FullName, "files");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_plan_says_everything_that_a_release_would_do_and_does_nothing()
    {
        await CloneAsync();
        string before = await GitAsync("rev-parse HEAD; git tag; git status --porcelain");

        var run = await ReleaseFiles.RunAsync(Clone, "", [Version, "--platform", ReleaseFiles.Kind, "--plan"]);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains($"would write the heading of {Version} into CHANGELOG", run.Output, StringComparison.Ordinal);
        Assert.Contains($"    slipway-{Version}-{ReleaseFiles.Kind}.tar.gz", run.Output, StringComparison.Ordinal);
        Assert.Contains("the provenance would be unsigned", run.Output, StringComparison.Ordinal);
        Assert.Contains($"would set the tag {Version}", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, await GitAsync("rev-parse HEAD; git tag; git status --porcelain"));
    }

    [Theory]
    [InlineData("echo >> README.md", "files of the tree are changed")]
    [InlineData("git tag 9.9.9 HEAD~1", "the tag 9.9.9 is there, on another commit")]
    [InlineData("echo '# Changelog' > CHANGELOG.md; git commit --quiet --all --message x", "has no section")]
    public async Task What_is_not_ready_is_not_released(string change, string reason)
    {
        await CloneAsync();
        await Tool.CheckAsync("bash", "-c", $"cd '{Clone}' && {change}");

        var run = await ReleaseFiles.RunAsync(Clone, "", [Version, "--platform", ReleaseFiles.Kind, "--plan"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_is_tagged_made_again_with_the_same_bytes_and_installed_four_ways()
    {
        if (!Campaign.IsLong)
        {
            Campaign.Report("a whole release", "not made in this run, but with ./test --long Release");
            return;
        }

        Machine.RequireRoot();
        await Machine.RequireEngineAsync();
        await CloneAsync();
        await MakeAsync(Clone, Output);
        Assert.Equal(
            $"Release {Version} {Version}",
            await GitAsync($"log -1 --format=%s {Version} | tr '\\n' ' '; git describe --exact-match HEAD"));
        Assert.Contains($"\n## [{Version}] - ", await File.ReadAllTextAsync(Path.Join(Clone, "CHANGELOG.md"), Cancel),
            StringComparison.Ordinal);

        string again = Path.Join(_folder.FullName, "another place", "clone");
        Directory.CreateDirectory(Path.GetDirectoryName(again)!);
        await Tool.CheckAsync("git", "clone", "--quiet", Clone, again);
        await MakeAsync(again, again + "-files");
        Assert.Equal(Sums(Output), Sums(again + "-files"));
        Campaign.Report("a whole release", $"{Sums(Output).Count} files, the same bytes from two folders");

        string digests = await DigestsAsync(Machine.Slipway);
        await InABareRootAsync(digests);
        await AsAToolAsync(digests);
        await AsAnImageAsync(digests);
    }

    /// <summary>
    /// What is built here for another processor, and run by an emulator. It hashes with OpenSSL, which a folder has
    /// (<c>SLIPWAY_ARM64_OPENSSL</c>) or the package <c>libssl3:arm64</c>.
    /// </summary>
    [Fact]
    public async Task The_program_for_arm64_gives_the_digests_of_this_machine()
    {
        await CloneAsync();
        var plan = await ReleaseFiles.RunAsync(Clone, "", [Version, "--only", "tar", "--plan"]);
        Assert.True(plan.ExitCode == 0, plan.ToString());
        string? openssl = Environment.GetEnvironmentVariable("SLIPWAY_ARM64_OPENSSL")
            ?? (File.Exists("/usr/lib/aarch64-linux-gnu/libssl.so.3") ? "/usr/lib/aarch64-linux-gnu" : null);
        if (!Campaign.IsLong
            || ReleaseFiles.Kind != "linux-x64"
            || openssl is null
            || !plan.Output.Contains("linux-arm64.tar.gz", StringComparison.Ordinal))
        {
            Campaign.Report(
                "a program for arm64", "not made: it takes ./test --long Release, what builds for it, and its OpenSSL");
            return;
        }

        var made = await ReleaseFiles.RunAsync(
            Clone,
            "",
            [
                Version, "--no-tag", "--only", "tar", "--platform", "linux-arm64", "--carried-openssl", openssl,
                "--output", Output,
            ]);
        Assert.True(made.ExitCode == 0, made.ToString());
        await Tool.CheckAsync("tar", "xf", Only("*.tar.gz"), "-C", _folder.FullName, "--strip-components=1");
        string example = Repository.PathOf("examples", "monorepo");
        string program = Path.Join(_folder.FullName, "slipway");
        foreach (string command in new[] { "list", "hash" })
        {
            string[] line = [command, "--root", example, "--home", program];
            Assert.Equal(
                await Tool.CheckAsync(Machine.Slipway, [.. line[..^1], program + "-x64"]),
                await Tool.CheckAsync(
                    "qemu-aarch64-static",
                    ["-L", "/usr/aarch64-linux-gnu", program, .. line[..^1], program + "-arm64"]));
        }

        Campaign.Report("a program for arm64", "lists and hashes the example as this machine does");
    }

    private async Task InABareRootAsync(string digests)
    {
        string root = Environment.GetEnvironmentVariable(RootVariable) ?? Path.Join(_folder.FullName, "root");
        if (!Directory.Exists(Path.Join(root, "usr", "bin")))
        {
            await Tool.CheckAsync(Needed.Program("debootstrap"), "--variant=minbase", "bookworm", root);
        }

        string work = Path.Join(root, "slipway-test");
        Directory.CreateDirectory(work);
        try
        {
            await Tool.CheckAsync("tar", "xf", Only("*.tar.gz"), "-C", work, "--strip-components=1");
            await Tool.CheckAsync("cp", "-a", Repository.PathOf("examples", "monorepo"), Path.Join(work, "tree"));
            foreach (string command in new[] { "list", "plan" })
            {
                await InAsync(root, "/slipway-test/slipway", command, "--root", "/slipway-test/tree");
            }

            Assert.Equal(
                digests, await InAsync(root, "/slipway-test/slipway", "hash", "--root", "/slipway-test/tree"));

            File.Copy(Only("*.deb"), Path.Join(work, "slipway.deb"));
            string before = await InstalledAsync(root);
            await InAsync(root, "dpkg", "--install", "/slipway-test/slipway.deb");
            Assert.StartsWith(Version, await InAsync(root, "slipway", "--version"), StringComparison.Ordinal);
            await InAsync(root, "dpkg", "--purge", "slipway");
            Assert.Equal(before, await InstalledAsync(root));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    // The folder for temporary files of this machine is not there.
    private static Task<string> InAsync(string root, params string[] command) =>
        Tool.CheckAsync("env", ["--unset=TMPDIR", "chroot", root, .. command]);

    private static async Task<string> InstalledAsync(string root) => await Tool.CheckAsync(
        "bash", "-c", $"cd '{root}' && find . -path ./slipway-test -prune -o -path './var/l*' -prune -o -print | sort");

    private async Task AsAToolAsync(string digests)
    {
        string tools = Path.Join(_folder.FullName, "tools");
        await Tool.CheckAsync(
            "dotnet", "tool", "install", "slipway", "--tool-path", tools, "--version", Version, "--add-source", Output);
        Assert.Equal(digests, await DigestsAsync(Path.Join(tools, "slipway")));
    }

    private async Task AsAnImageAsync(string digests)
    {
        string image = $"slipway-test-{Guid.NewGuid().ToString("N")[..8]}:{Version}";
        await Tool.CheckAsync(
            Needed.Program("skopeo"), "copy", "--dest-daemon-host", $"unix://{Machine.EngineSocket}",
            $"oci-archive:{Only("*.oci.tar")}", $"docker-daemon:{image}");
        try
        {
            string example = Repository.PathOf("examples", "monorepo");
            Assert.Equal(
                digests,
                await Tool.CheckAsync("docker", "run", "--rm", "--volume", $"{example}:/tree:ro", image, "hash"));
        }
        finally
        {
            await Tool.RunAsync("docker", ["rmi", "--force", image]);
        }
    }

    private async Task CloneAsync()
    {
        Needed.Or(ReleaseFiles.IsCheckout, "a git checkout");
        await Tool.CheckAsync("git", "clone", "--quiet", "--no-hardlinks", Repository.Root, Clone);
        // Scripts as they are here, which may not be committed yet.
        await Tool.CheckAsync("cp", "-a", Repository.PathOf("scripts"), Clone);
        await GitAsync(
            "config user.name Tester; git config user.email tester@example.com; git tag --list | xargs -r git tag -d; "
            + "git add --all; git commit --quiet --allow-empty --message scripts");
    }

    private Task<string> GitAsync(string rest) => Tool.CheckAsync("bash", "-c", $"cd '{Clone}' && git {rest}");

    private static async Task MakeAsync(string tree, string output)
    {
        var run = await ReleaseFiles.RunAsync(
            tree, "", [Version, "--platform", ReleaseFiles.Kind, "--output", output, "--only", "tar,deb,tool,image"]);
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    private string Only(string pattern) => Directory.GetFiles(Output, pattern).Single();

    private Task<string> DigestsAsync(string program) => Tool.CheckAsync(
        program,
        "hash",
        "--root",
        Repository.PathOf("examples", "monorepo"),
        "--home",
        Path.Join(_folder.FullName, "home"));

    private static SortedDictionary<string, string> Sums(string folder) => new(
        Directory.EnumerateFiles(folder).ToDictionary(
            file => Path.GetFileName(file),
            file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);
}
