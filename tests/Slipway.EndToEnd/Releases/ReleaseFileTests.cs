using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Releases;

/// <summary>The files of a release, made of the published program.</summary>
public sealed partial class ReleaseFileTests : IClassFixture<ReleaseFiles>, IDisposable
{
    private readonly ReleaseFiles _files;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-release-test-");

    public ReleaseFileTests(ReleaseFiles files)
    {
        _files = files;
        if (files.Lacking is { } reason)
        {
            _folder.Delete();
            Needed.Lacking(reason);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_same_commit_and_program_give_the_same_bytes_in_every_folder()
    {
        var one = Sums(_files.Output);

        Assert.Equal(4, one.Count);
        Assert.Equal(one, Sums(_files.OtherOutput));
    }

    [Fact]
    public async Task Checksums_and_provenance_name_every_file()
    {
        await Tool.CheckAsync("bash", "-c", $"cd '{_files.Output}' && sha256sum --check --strict SHA256SUMS");
        var statement = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Join(_files.Output, $"slipway-{_files.Version}.intoto.json"), Cancel))!;

        Assert.Equal("https://slsa.dev/provenance/v1", (string)statement["predicateType"]!);
        var sums = Sums(_files.Output);
        sums.Remove($"slipway-{_files.Version}.intoto.json");
        Assert.Equal(sums, new SortedDictionary<string, string>(
            statement["subject"]!.AsArray().ToDictionary(
                subject => (string)subject!["name"]!, subject => (string)subject!["digest"]!["sha256"]!),
            StringComparer.Ordinal));
        string commit = await Tool.CheckAsync("git", "-C", Repository.Root, "rev-parse", "HEAD");
        Assert.Equal(
            commit,
            (string)statement["predicate"]!["buildDefinition"]!["resolvedDependencies"]![0]!["digest"]!["gitCommit"]!);
    }

    [Theory]
    [InlineData("p256", "slipway trust keygen")]
    [InlineData("ed25519", "openssl")]
    public async Task With_a_key_the_provenance_is_signed_and_the_signature_holds(string algorithm, string maker)
    {
        await Machine.RequireToolAsync("openssl", "version");
        string key = Path.Join(_folder.FullName, "release.key.pem");
        string pub = Path.Join(_folder.FullName, "release.pub.pem");
        if (maker == "openssl")
        {
            await Tool.CheckAsync("openssl", "genpkey", "-algorithm", algorithm, "-out", key);
            await Tool.CheckAsync("openssl", "pkey", "-in", key, "-pubout", "-out", pub);
        }
        else
        {
            var made = await Tool.RunAsync(
                Machine.Slipway,
                ["trust", "keygen", "release", "--algorithm", algorithm],
                _folder.FullName,
                cancellationToken: Cancel);
            Assert.True(made.ExitCode == 0, made.ToString());
        }

        string output = Path.Join(_folder.FullName, "signed");
        var run = await ReleaseFiles.RunAsync(
            Repository.Root,
            $"export RELEASE_KEY=\"$(<'{key}')\"",
            [_files.Version, "--no-tag", "--program", Machine.Slipway, "--only", "tar", "--output", output,
                "--signing-key", algorithm == "p256" ? key : "env:RELEASE_KEY"]);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("signed with the key", run.Output, StringComparison.Ordinal);
        var envelope = JsonNode.Parse(File.ReadAllBytes(
            Path.Join(output, $"slipway-{_files.Version}.sigstore.json")))!["dsseEnvelope"]!;
        byte[] payload = Convert.FromBase64String((string)envelope["payload"]!);
        byte[] signature = Convert.FromBase64String((string)envelope["signatures"]![0]!["sig"]!);
        Assert.True(await HoldsAsync(pub, algorithm, payload, signature));
        payload[^3] ^= 1;
        Assert.False(await HoldsAsync(pub, algorithm, payload, signature));
    }

    [Theory]
    [InlineData("there-is-none.pem")]
    [InlineData("env:THERE_IS_NONE")]
    [InlineData("LICENSE")]
    public async Task A_key_that_is_none_ends_it_before_anything_is_made(string key)
    {
        await Machine.RequireToolAsync("openssl", "version");
        string output = Path.Join(_folder.FullName, "out");

        var run = await ReleaseFiles.RunAsync(
            Repository.Root,
            "",
            [_files.Version, "--no-tag", "--program", Machine.Slipway, "--output", output, "--signing-key", key]);

        Assert.Equal(1, run.ExitCode);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public async Task A_plan_names_the_files_and_makes_none()
    {
        string output = Path.Join(_folder.FullName, "planned");

        var run = await ReleaseFiles.RunAsync(
            Repository.Root,
            "",
            [
                _files.Version, "--no-tag", "--program", Machine.Slipway, "--only", "tar,deb", "--output", output,
                "--plan",
            ]);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(
            Sums(_files.Output).Keys,
            run.Output.Split('\n')
                .Where(line => line.StartsWith("    ", StringComparison.Ordinal))
                .Select(line => line.Trim())
                .Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public async Task The_archive_has_the_program_its_manual_completion_and_every_licence()
    {
        string root = await UnpackAsync();

        foreach (string file in new[]
        {
            "slipway", "LICENSE", "CHANGELOG.md", "THIRD-PARTY-NOTICES", "man/man1/slipway.1",
            "man/man1/slipway-build.1", "completion/slipway.bash", "completion/_slipway", "completion/slipway.fish",
        })
        {
            Assert.True(new FileInfo(Path.Join(root, file)).Length > 0, file);
        }

        string notices = await File.ReadAllTextAsync(
            Path.Join(root, "THIRD-PARTY-NOTICES"), Cancel);
        string parts = await Tool.CheckAsync(Machine.Slipway, "--version", "-v");
        string[] packages = [.. parts.Split('\n').Where(line => line.StartsWith("contains ", StringComparison.Ordinal))
            .Select(line => line["contains ".Length..].Trim())];
        Assert.True(packages.Length > 10, parts);
        Assert.All(packages, package => Assert.Contains($"\n{package}\nLicence: ", notices, StringComparison.Ordinal));
        Assert.Contains("\nMicrosoft.NETCore.App.Runtime.", notices, StringComparison.Ordinal);
        Assert.DoesNotContain("Licence: \n", notices, StringComparison.Ordinal);
        Assert.DoesNotContain("Copyright: \n", notices, StringComparison.Ordinal);
    }

    /// <summary>Of the libraries that it carries too, which the loader sees only when they are used.</summary>
    [Fact]
    public async Task Nothing_in_the_program_asks_for_a_newer_C_library_than_2_34()
    {
        byte[] content = await File.ReadAllBytesAsync(Path.Join(await UnpackAsync(), "slipway"), Cancel);
        var packed = PackedLibrary.In(content);
        Assert.Equal(2, packed.Count);

        var versions = packed.Select(library => library.Content).Prepend(content)
            .SelectMany(part => CLibrary().Matches(Encoding.Latin1.GetString(part)))
            .Select(match => Version.Parse(match.Groups["version"].Value))
            .ToList();

        Assert.NotEmpty(versions);
        Assert.True(versions.Max() <= new Version(2, 34), $"It needs glibc {versions.Max()}.");
    }

    [Fact]
    public async Task The_package_is_installed_and_removed_without_a_trace()
    {
        Machine.RequireRoot();
        await Machine.RequireToolAsync("dpkg", "--version");
        string root = Path.Join(_folder.FullName, "root");
        Directory.CreateDirectory(Path.Join(root, "var/lib/dpkg/info"));
        Directory.CreateDirectory(Path.Join(root, "var/lib/dpkg/updates"));
        await File.WriteAllTextAsync(Path.Join(root, "var/lib/dpkg/status"), "", Cancel);

        // What it depends on is no matter of an empty root.
        await Tool.CheckAsync("dpkg", $"--root={root}", "--force-depends", "--log=/dev/null", "--install", _files.Deb);

        Assert.True(new FileInfo(Path.Join(root, "usr/share/man/man1/slipway-plan.1.gz")).Length > 0);
        Assert.True(new FileInfo(Path.Join(root, "usr/share/bash-completion/completions/slipway")).Length > 0);
        Assert.StartsWith(
            _files.Version,
            await Tool.CheckAsync(Path.Join(root, "usr/bin/slipway"), "--version"),
            StringComparison.Ordinal);
        await Tool.CheckAsync("dpkg", $"--root={root}", "--verify", "slipway");
        await Tool.CheckAsync("dpkg", $"--root={root}", "--log=/dev/null", "--purge", "slipway");
        Assert.DoesNotContain(
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories),
            file => !file.Contains("/var/lib/dpkg/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_package_says_what_it_needs()
    {
        string control = await Tool.CheckAsync("dpkg-deb", "--field", _files.Deb);

        Assert.Contains("Depends: libc6 (>= 2.34)", control, StringComparison.Ordinal);
        // A version before a release sorts before it.
        string version = _files.Version.Replace("-", "~", StringComparison.Ordinal);
        Assert.Contains($"Version: {version}\n", control, StringComparison.Ordinal);
    }

    /// <summary>A root with the C library of this machine, and nothing else: not even a shell.</summary>
    [Fact]
    public async Task The_file_alone_lists_hashes_and_plans_the_example_on_a_bare_root()
    {
        Machine.RequireRoot();
        string root = Path.Join(_folder.FullName, "bare");
        await BareRoot.MakeAsync(root, await File.ReadAllBytesAsync(Path.Join(await UnpackAsync(), "slipway"), Cancel));
        await Tool.CheckAsync("cp", "-a", Repository.PathOf("examples", "monorepo"), Path.Join(root, "tree"));
        foreach (string[] line in new string[][] { ["--version"], ["list"], ["hash"], ["plan"] })
        {
            string[] places = line is ["--version"] ? [] : ["--root", "/tree", "--home", "/home"];
            var run = await Tool.RunAsync(
                "chroot",
                [root, "/slipway", .. line, .. places],
                cancellationToken: Cancel);
            Assert.True(run.ExitCode == 0, $"{line[0]}: {run}");
            Assert.NotEmpty(run.Output.Trim());
        }
    }

    private async Task<string> UnpackAsync()
    {
        await Tool.CheckAsync("tar", "--extract", "--file", _files.Tar, "--directory", _folder.FullName);
        return Path.Join(_folder.FullName, $"slipway-{_files.Version}-{ReleaseFiles.Kind}");
    }

    private static SortedDictionary<string, string> Sums(string folder) => new(
        Directory.EnumerateFiles(folder).ToDictionary(
            file => Path.GetFileName(file),
            file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    private async Task<bool> HoldsAsync(string publicKey, string algorithm, byte[] payload, byte[] signature)
    {
        string signed = Path.Join(_folder.FullName, "signed-bytes");
        string signatureFile = Path.Join(_folder.FullName, "signature");
        byte[] head = Encoding.UTF8.GetBytes(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"DSSEv1 28 application/vnd.in-toto+json {payload.Length} "));
        await File.WriteAllBytesAsync(signed, [.. head, .. payload]);
        await File.WriteAllBytesAsync(signatureFile, signature);
        string[] line = algorithm == "p256"
            ? ["dgst", "-sha256", "-verify", publicKey, "-signature", signatureFile, signed]
            : ["pkeyutl", "-verify", "-pubin", "-inkey", publicKey, "-rawin", "-in", signed, "-sigfile", signatureFile];
        return (await Tool.RunAsync("openssl", line)).ExitCode == 0;
    }

    [GeneratedRegex("GLIBC_(?<version>[0-9]+\\.[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 20000)]
    private static partial Regex CLibrary();
}
