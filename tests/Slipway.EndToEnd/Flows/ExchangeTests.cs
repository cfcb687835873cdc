using System.Text.Json;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>Images that go to another machine in a file.</summary>
public sealed class ExchangeTests : IAsyncDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly Sandbox _sandbox = new();

    private string Folder => Path.Join(_sandbox.Tree, "..", "files");

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("app.tar")]
    [InlineData("app.tar.gz")]
    [InlineData("app.tgz")]
    [InlineData("app.tar.zst")]
    [InlineData("app.oci.tar")]
    [InlineData("app.oci.tar.gz")]
    [InlineData("app.oci.tar.zst")]
    [InlineData("layout/")]
    public async Task What_export_writes_import_reads_in_another_store(string file)
    {
        await Machine.RequireEngineAsync();
        string id = await BuildAsync();
        string path = Path.Join(Folder, file);
        await _sandbox.CheckAsync("export", _sandbox.Name("app"), "-o", path);

        await AssertImportedAsync(path, id);
    }

    [Theory]
    [InlineData("app.tar", "docker-archive:{0}")]
    [InlineData("app.oci.tar", "oci-archive:{0}")]
    [InlineData("layout/", "oci:{0}")]
    public async Task What_export_writes_skopeo_reads_and_what_that_writes_import_reads(string file, string reference)
    {
        await Machine.RequireEngineAsync();
        await Machine.RequireToolAsync("skopeo", "--version");
        string id = await BuildAsync();
        string path = Path.Join(Folder, file);
        await _sandbox.CheckAsync("export", _sandbox.Name("app"), "-o", path);
        string copy = Path.Join(Folder, "copy.tar");

        await Tool.CheckAsync(
            "skopeo", "copy", "--quiet",
            string.Format(null, reference, path.TrimEnd('/')), $"oci-archive:{copy}:copy");

        // Skopeo converts a docker-archive's config into the OCI's form, with another ID.
        await AssertImportedAsync(copy, reference.StartsWith("docker", StringComparison.Ordinal) ? null : id);
    }

    [Fact]
    public async Task What_the_engine_saves_is_imported()
    {
        await Machine.RequireEngineAsync();
        string id = await BuildAsync();
        Directory.CreateDirectory(Folder);
        string saved = Path.Join(Folder, "saved.tar");
        await Tool.CheckAsync("docker", "save", "-o", saved, _sandbox.Name("app"));

        await AssertImportedAsync(saved, id);
    }

    [Fact]
    public async Task The_manifest_of_a_layout_says_which_build_made_the_image()
    {
        await Machine.RequireEngineAsync();
        await Machine.RequireToolAsync("skopeo", "--version");
        await BuildAsync();
        await _sandbox.CheckAsync("build", _sandbox.Name("app"), "--force", "--revision", "0123abc");
        string folder = Path.Join(Folder, "layout");
        await _sandbox.CheckAsync("export", _sandbox.Name("app"), "-o", $"{folder}/");

        using var manifest = JsonDocument.Parse(await Tool.CheckAsync("skopeo", "inspect", "--raw", $"oci:{folder}"));

        var annotations = manifest.RootElement.GetProperty("annotations");
        Assert.Equal("0123abc", annotations.GetProperty("org.opencontainers.image.revision").GetString());
        Assert.True(annotations.TryGetProperty("org.opencontainers.image.created", out _));
    }

    [Fact]
    public async Task An_archive_is_the_same_bytes_each_time()
    {
        await Machine.RequireEngineAsync();
        await BuildAsync();
        foreach (string ending in new[] { ".tar", ".tar.zst", ".oci.tar" })
        {
            string[] files = [Path.Join(Folder, $"a{ending}"), Path.Join(Folder, $"b{ending}")];
            foreach (string file in files)
            {
                await _sandbox.CheckAsync("export", _sandbox.Name("app"), "-o", file);
            }

            Assert.Equal(await File.ReadAllBytesAsync(files[0], Token), await File.ReadAllBytesAsync(files[1], Token));
        }
    }

    [Theory]
    [InlineData("app.tar")]
    [InlineData("app.tar.zst")]
    [InlineData("app.oci.tar")]
    public async Task A_damaged_file_is_refused_and_leaves_nothing(string file)
    {
        await Machine.RequireEngineAsync();
        await BuildAsync();
        string path = Path.Join(Folder, file);
        await _sandbox.CheckAsync("export", _sandbox.Name("app"), "-o", path);
        byte[] content = await File.ReadAllBytesAsync(path, Token);
        foreach (byte[] damaged in new[] { content[..(content.Length / 2)], Altered(content) })
        {
            await File.WriteAllBytesAsync(path, damaged, Token);
            _sandbox.Home = Path.Join(Folder, Guid.NewGuid().ToString("N"));

            var result = await _sandbox.SlipwayAsync("import", path, $"{_sandbox.Name("copy")}:damaged");

            Assert.Equal(1, result.ExitCode);
            Assert.Contains("SLIP14", result.Error, StringComparison.Ordinal);
            Assert.Contains($"  at {path}", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("engine", result.Error, StringComparison.Ordinal);
            Assert.Equal(
                string.Empty,
                await Tool.CheckAsync("docker", "images", "--quiet", $"{_sandbox.Name("copy")}:damaged"));
        }
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_not_written_into()
    {
        await Machine.RequireEngineAsync();
        await BuildAsync();
        Directory.CreateDirectory(Path.Join(Folder, "layout"));
        string mine = Path.Join(Folder, "layout", "mine");
        await File.WriteAllTextAsync(mine, "mine", Token);

        var result = await _sandbox.SlipwayAsync("export", _sandbox.Name("app"), "-o", Path.Join(Folder, "layout/"));

        Assert.Contains("SLIP1005", result.Error, StringComparison.Ordinal);
        Assert.Equal([mine], Directory.GetFileSystemEntries(Path.Join(Folder, "layout")));
        Assert.Single(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task What_is_not_built_is_not_exported()
    {
        Machine.RequireSlipway();
        _sandbox.Image("app", "FROM scratch\nCOPY Dockerfile /\n");
        Directory.CreateDirectory(Folder);

        var result = await _sandbox.SlipwayAsync("export", _sandbox.Name("app"), "-o", Path.Join(Folder, "app.tar"));

        Assert.Equal(3, result.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_shell_works_in_the_tree_as_the_caller()
    {
        await Machine.RequireEngineAsync();
        _sandbox.BusyboxBase();
        _sandbox.Image("app", "FROM {base}\nENTRYPOINT [\"/bin/false\"]\nUSER 65534\n");

        string said = await _sandbox.CheckAsync(
            "shell", _sandbox.Name("app"), "--", "sh", "-c", "pwd; id -u; echo made > made");

        Assert.Equal(
            [_sandbox.Tree, await Tool.CheckAsync("id", "-u")], said.Split('\n').TakeLast(2));
        Assert.Equal("made\n", await File.ReadAllTextAsync(Path.Join(_sandbox.Tree, "made"), Token));
        Assert.Equal(
            await Tool.CheckAsync("id", "-u"),
            await Tool.CheckAsync("stat", "-c", "%u", Path.Join(_sandbox.Tree, "made")));
    }

    private static byte[] Altered(byte[] content)
    {
        byte[] altered = [.. content];
        altered[altered.Length / 2] ^= 1;
        return altered;
    }

    private async Task<string> BuildAsync()
    {
        _sandbox.BusyboxBase().Image("app", "FROM {base}\nRUN echo app > /app\n");
        await _sandbox.CheckAsync("build");
        Directory.CreateDirectory(Folder);
        return await Tool.CheckAsync("docker", "inspect", "--format", "{{.Id}}", _sandbox.Name("app"));
    }

    /// <summary>Into an empty store and an engine without the image.</summary>
    private async Task AssertImportedAsync(string file, string? id)
    {
        await _sandbox.EmptyEngineAsync();
        _sandbox.Home = Path.Join(Folder, "other-home");
        string tag = $"{_sandbox.Name("app")}:imported";

        await _sandbox.CheckAsync("import", file, tag);

        Assert.Equal("app", await Tool.CheckAsync("docker", "run", "--rm", tag, "cat", "/app"));
        if (id is not null)
        {
            Assert.Equal(id, await Tool.CheckAsync("docker", "inspect", "--format", "{{.Id}}", tag));
        }
    }
}
