using System.Formats.Tar;
using CsCheck;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tests;
using Slipway.Tests.Archives;

namespace Slipway.Application.Tests.TaskBuilds.Contexts;

/// <summary>
/// Random archives, sound and mutated: those that are let through are unpacked, and must write nothing outside.
/// </summary>
public sealed class UnpackingCampaignTests : IDisposable
{
    private const string Outside = "outside";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-unpack-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_let_through_writes_nothing_outside_its_folder_and_is_what_was_looked_at()
    {
        int tries = Campaign.Size(300, 20_000);
        int accepted = 0;
        int links = 0;
        int refused = 0;
        // Where a link would have to lead for something to be written there.
        var inFolder = _folder.CreateSubdirectory("in");
        var outside = _folder.CreateSubdirectory(Outside);
        File.WriteAllText(Path.Join(outside.FullName, "f"), "untouched");
        string before = Snapshot();
        await Archives().SampleAsync(
            async archive =>
            {
                string file = Path.Join(_folder.FullName, "context.tar");
                await File.WriteAllBytesAsync(file, archive, Token);
                try
                {
                    await PackedContext.OpenAsync(
                        file, "Dockerfile", Sha256Digest.Of(archive), ContextLimits.Default, Token);
                }
                catch (SlipwayException)
                {
                    refused++;
                    return;
                }

                accepted++;
                var entries = Entries(archive);
                links += entries.Exists(entry =>
                        entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                        ? 1
                        : 0;
                Unpack(file, inFolder.FullName, entries.Count);
                Assert.Equal(before, Snapshot());
            },
            iter: tries,
            threads: 1);
        Campaign.Report(
            "random archives",
            $"{tries} tried, {refused} refused, {accepted} unpacked ({links} with links); nothing was written outside");
        Assert.True(accepted > tries / 20, $"only {accepted} of {tries} were let through");
        Assert.True(links > 0);
        Assert.True(refused > tries / 20);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The entries as another reader sees them, which has to come to the same end.</summary>
    private static List<TarEntry> Entries(byte[] archive)
    {
        var entries = new List<TarEntry>();
        using var reader = new TarReader(new MemoryStream(archive));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType != TarEntryType.GlobalExtendedAttributes)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>GNU tar has to make what is in it, and nothing else, where it was told to.</summary>
    private static void Unpack(string file, string folder, int entries)
    {
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        string listed = Tools.Run("tar", "-x", "-v", "-f", file, "-C", folder);
        Assert.Equal(entries, listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>
    /// Everything beside the folder into which it is unpacked, whose links lead back here and in circles.
    /// </summary>
    private string Snapshot() => string.Join('\n', Directory.EnumerateFileSystemEntries(_folder.FullName)
        .Concat(Directory.EnumerateFileSystemEntries(Path.Join(_folder.FullName, Outside)))
        .Where(path => !path.EndsWith(".tar", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {(File.Exists(path) ? File.ReadAllText(path) : string.Empty)}"));

    private Gen<byte[]> Archives()
    {
        string outside = Path.Join(_folder.FullName, Outside);
        var name = Gen.Frequency(
            (
                20,
                OneOf(
                    "a",
                    "b",
                    "c",
                    "a/b",
                    "a/c",
                    "b/c",
                    "a/b/c",
                    "d/e/f",
                    "l",
                    "l/f",
                    "l/m",
                    "m",
                    "m/f",
                    "./a",
                    "a//b",
                    "f")),
            (1, OneOf("..", "../outside/f", "a/../../outside/f", $"{outside}/f", ".", "./", "a/", "l/", "")));
        var target = OneOf(
            "a",
            "b",
            "a/b",
            "l",
            "l/f",
            "..",
            "../outside",
            "../outside/f",
            outside,
            $"{outside}/f",
            "../../outside",
            "Dockerfile");
        var entry = Gen.Select(Gen.Int[0, 99], name, target)
            .Select(drawn => Entry(drawn.Item1, drawn.Item2, drawn.Item3));
        var mutation = Gen.Frequency(
            (3, Gen.Const((Offset: -1, Value: (byte)0, IsSummed: true))),
            (
                1,
                Gen.Select(Gen.Int[0, 511], Gen.Byte, Gen.Bool)
                    .Select(drawn => (Offset: drawn.Item1, Value: drawn.Item2, IsSummed: drawn.Item3))));
        return Gen.Select(entry.Array[0, 6], mutation, Gen.Int[0, 5]).Select(drawn =>
        {
            var (entries, change, index) = drawn;
            byte[][] parts = [RawTar.File("Dockerfile", "FROM scratch\n"), .. entries];
            byte[] part = parts[index % parts.Length];
            if (change.Offset >= 0 && part.Length > 0)
            {
                part[change.Offset] = change.Value;
                if (change.IsSummed)
                {
                    RawTar.Sum(part.AsSpan(0, RawTar.Block).ToArray()).CopyTo(part, 0);
                }
            }

            return RawTar.Archive(parts);
        });
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static byte[] Entry(int kind, string name, string target) => kind switch
    {
        < 40 => RawTar.File(name, $"written as {name}"),
        < 60 => RawTar.Link(name, target),
        < 75 => RawTar.HardLink(name, target),
        < 85 => RawTar.Folder(name),
        < 88 => [.. RawTar.Long('L', name), .. RawTar.File("x")],
        < 91 => [.. RawTar.Long('K', target), .. RawTar.HardLink(name, "x")],
        < 94 when name.Length > 0 => [.. RawTar.Pax('x', ("path", name)), .. RawTar.File("x")],
        < 96 => [.. RawTar.Pax('x', ("linkpath", target)), .. RawTar.Link(name, "x")],
        < 97 => RawTar.Pax('g', ("comment", "x")),
        < 98 => RawTar.Pax('g', ("path", name + "x")),
        < 99 => RawTar.Header(name, '6'),
        _ => RawTar.Header(name, '5', 512),
    };
}
