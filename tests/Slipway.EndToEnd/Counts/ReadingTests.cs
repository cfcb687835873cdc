using System.Globalization;
using Slipway.EndToEnd.Counts.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Counts;

/// <summary>What it costs to know the digests of a tree, counted in what is opened, read and listed.</summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private const int Images = 30;
    private const int SharedFolders = 10;
    private const int FilesOfFolder = 20;

    // Hexadecimal, as https://learn.microsoft.com/dotnet/core/runtime-config/garbage-collector has it: 24 MiB.
    private const string SmallHeap = "1800000";

    // A stamp that is younger may be that of two contents, so such files are hashed again.
    private static readonly TimeSpan UntilStampsTell = TimeSpan.FromSeconds(3);

    private readonly Sandbox _sandbox = new();

    public async ValueTask InitializeAsync()
    {
        await CountedRun.RequireAsync();
        foreach (int folder in Enumerable.Range(0, SharedFolders))
        {
            foreach (int file in Enumerable.Range(0, FilesOfFolder))
            {
                _sandbox.Write(Text($"shared/{folder}/{file}"), new string('x', 1000 + file));
            }
        }

        foreach (string name in Enumerable.Range(0, Images).Select(NameOf))
        {
            _sandbox
                .Image(name, "# %include shared\nFROM scratch\nCOPY own /own\nADD topsrcdir/shared /shared\n")
                .Write($"images/{_sandbox.Name(name)}/own", name);
        }

        await Tool.CheckAsync("git", "-C", _sandbox.Tree, "init", "--quiet", "--initial-branch", "main");
        await Task.Delay(UntilStampsTell, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Every_file_is_read_once_and_every_folder_listed_once_however_many_images_include_it()
    {
        var cold = await CountedRun.OfAsync(_sandbox, "hash");

        Assert.Equal(
            Directory.EnumerateFiles(_sandbox.Tree, "*", SearchOption.AllDirectories)
                .Select(file => (Path: Path.GetRelativePath(_sandbox.Tree, file), new FileInfo(file).Length))
                .Where(file => !file.Path.StartsWith(".git/", StringComparison.Ordinal))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
            cold.ReadBelow(_sandbox.Tree).Select(file => (file.Key, file.Value)));
        AssertOnce(cold.OpenedBelow(_sandbox.Tree));
        AssertOnce(cold.ListedBelow(_sandbox.Tree));
        Assert.Empty(cold.Started);
    }

    [Fact]
    public async Task A_plan_of_what_did_not_change_reads_Dockerfiles_and_nothing_else_of_the_tree()
    {
        await _sandbox.CheckAsync("hash");

        var warm = await CountedRun.OfAsync(_sandbox, "plan");

        Assert.Equal(
            Enumerable.Range(0, Images).Select(image => $"images/{_sandbox.Name(NameOf(image))}/Dockerfile")
                .Append("slipway.yml").Order(StringComparer.Ordinal),
            warm.ReadBelow(_sandbox.Tree).Keys);
        AssertOnce(warm.OpenedBelow(_sandbox.Tree));
        AssertOnce(warm.ListedBelow(_sandbox.Tree));
        Assert.Empty(warm.Started);
    }

    [Fact]
    public async Task One_image_costs_what_it_and_what_it_includes_cost()
    {
        string one = _sandbox.Name(NameOf(3));

        var cold = await CountedRun.OfAsync(_sandbox, "hash", one);

        Assert.DoesNotContain(
            cold.ReadBelow(_sandbox.Tree).Keys,
            path => path.EndsWith("/own", StringComparison.Ordinal) && path != $"images/{one}/own");
        Assert.Equal(
            Enumerable.Range(0, SharedFolders).Select(folder => $"shared/{folder}")
                .Append("shared").Append("images").Append($"images/{one}").Order(StringComparer.Ordinal),
            cold.ListedBelow(_sandbox.Tree).Keys);
    }

    [Fact]
    public async Task Manifests_go_into_their_hashes_and_are_not_kept()
    {
        // A line of a manifest is a hash and a path, 90 bytes: those of all images are half as much again as there is.
        _sandbox.Environment["DOTNET_GCHeapHardLimit"] = SmallHeap;
        foreach (int file in Enumerable.Range(0, 3000))
        {
            _sandbox.Write(Text($"shared/{file % SharedFolders}/a-longer-name-{file}"), "x");
        }

        foreach (string name in Enumerable.Range(Images, 3 * Images).Select(NameOf))
        {
            _sandbox.Image(name, "# %include shared\nFROM scratch\nADD topsrcdir/shared /shared\n");
        }

        await _sandbox.CheckAsync("hash");
        await _sandbox.CheckAsync("plan");
    }

    private static void AssertOnce(IReadOnlyDictionary<string, int> counts) =>
        Assert.DoesNotContain(counts, pair => pair.Value != 1);

    private static string NameOf(int image) => Text($"image{image}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
