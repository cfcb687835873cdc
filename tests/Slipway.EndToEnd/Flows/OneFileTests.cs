using System.Text.RegularExpressions;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

/// <summary>The program is one file: SQLite, zstd and libsodium are in it.</summary>
public sealed partial class OneFileTests : IAsyncDisposable
{
    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public void Nothing_lies_beside_the_program()
    {
        string folder = Path.GetDirectoryName(Machine.Slipway)!;

        Assert.Equal(
            ["slipway"],
            Directory.EnumerateFiles(folder).Select(Path.GetFileName).Where(name => name![0] != '.'));
    }

    [Fact]
    public async Task A_copy_of_it_alone_keeps_a_store_and_takes_images_in()
    {
        string program = CopyOf(File.ReadAllBytes(Machine.Slipway));
        _sandbox.Image("app", "FROM scratch\nCOPY . /\n");

        foreach (string[] arguments in new string[][] { ["plan"], ["build"], ["index", "list"], ["fsck"] })
        {
            if (arguments is ["build"])
            {
                await Machine.RequireEngineAsync();
            }

            var result = await Tool.RunAsync(
                program,
                arguments,
                _sandbox.Tree,
                _sandbox.Variables(),
                null,
                TestContext.Current.CancellationToken);
            Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result}");
        }
    }

    [Fact]
    public async Task It_asks_for_no_newer_C_library_than_the_documentation_says()
    {
        var newest = Version().Matches(await Tool.CheckAsync("readelf", "--version-info", Machine.Slipway))
            .Select(match => System.Version.Parse(match.Groups["version"].Value))
            .Max();

        Assert.NotNull(newest);
        Assert.True(newest <= new Version(2, 34), $"It needs glibc {newest}.");
    }

    [Fact]
    public async Task A_damaged_part_is_an_error_that_names_it()
    {
        await Machine.RequireEngineAsync();
        await _sandbox.Image("app", "FROM scratch\nCOPY . /\n").BuildAsync();
        byte[] content = File.ReadAllBytes(Machine.Slipway);
        foreach (int library in Libraries(content).ToArray())
        {
            content[library + 5000] ^= 1;
        }

        var result = await Tool.RunAsync(
            CopyOf(content),
            ["index", "list"],
            _sandbox.Tree,
            _sandbox.Variables(),
            null,
            TestContext.Current.CancellationToken);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("SLIP1440: The library libe_sqlite3.so", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_machine_without_OpenSSL_it_uses_the_one_that_it_carries()
    {
        Machine.RequireRoot();
        string root = Path.Join(_sandbox.Tree, "root");
        await BareRoot.MakeAsync(root, File.ReadAllBytes(Machine.Slipway));

        var result = await NewAsync(root);

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>One that it did not look at would end the process, or worse.</summary>
    [Fact]
    public async Task A_damaged_OpenSSL_is_an_error_where_it_is_needed()
    {
        Machine.RequireRoot();
        byte[] content = File.ReadAllBytes(Machine.Slipway);
        var packed = PackedLibrary.In(content);
        Assert.Equal(2, packed.Count);
        foreach (var library in packed)
        {
            content[library.Start + 5000] ^= 1;
        }

        string root = Path.Join(_sandbox.Tree, "root");
        await BareRoot.MakeAsync(root, content);

        var result = await NewAsync(root);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("SLIP1440: The library libcrypto.so.3", result.Error, StringComparison.Ordinal);
    }

    /// <summary>A tree with an image, which is hashed.</summary>
    private static async Task<ToolResult> NewAsync(string root)
    {
        Directory.CreateDirectory(Path.Join(root, "tree"));
        return await Tool.RunAsync(
            "chroot",
            [root, "/slipway", "new", "hello", "--root", "/tree"],
            cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Where files of ELF begin within the program, which is one itself.</summary>
    private static IEnumerable<int> Libraries(byte[] content)
    {
        // The magic number, 64 bits, little-endian, version 1, and then what only zeros follow.
        byte[] start = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        for (int from = 1; content.AsSpan(from).IndexOf(start) is >= 0 and var found; from += found + 1)
        {
            yield return from + found;
        }
    }

    private string CopyOf(byte[] content)
    {
        _sandbox.Write("alone/empty", "").Write("slipway.yml", "prefix: e2e\nfolder: images\n");
        string copy = Path.Join(_sandbox.Tree, "alone", "slipway");
        // Over a copy of the program, whose mode it keeps.
        File.Copy(Machine.Slipway, copy, overwrite: true);
        File.WriteAllBytes(copy, content);
        return copy;
    }

    [GeneratedRegex("GLIBC_(?<version>[0-9]+\\.[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Version();
}
