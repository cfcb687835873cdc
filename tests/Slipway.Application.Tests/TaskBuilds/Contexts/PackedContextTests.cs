using System.Formats.Tar;
using System.Text;
using CsCheck;
using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Streams;
using Slipway.Model.Values;

namespace Slipway.Application.Tests.TaskBuilds.Contexts;

public sealed class PackedContextTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-context-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_Dockerfile_is_read_and_replaced_and_nothing_else_changes(bool isCompressed)
    {
        string longName = string.Join('/', Enumerable.Repeat("a-folder-with-a-name", 10)) + "/file";
        byte[] tar = Tars.Of("FROM a\n", ("file", [1, 2, 3]), (longName, new byte[1000]), ("zz", [4]));

        var context = await OpenAsync(tar, isCompressed);
        var written = await WriteAsync(context, "FROM something longer than before\n" + new string('#', 600));

        Assert.Equal("FROM a\n", Encoding.UTF8.GetString(context.Dockerfile.Span));
        var files = Tars.Read(written);
        Assert.Equal(["Dockerfile", longName, "file", "zz"], files.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("FROM something", Encoding.UTF8.GetString(files["Dockerfile"]), StringComparison.Ordinal);
        Assert.Equal(1000, files[longName].Length);
    }

    [Fact]
    public async Task The_same_Dockerfile_gives_the_same_bytes()
    {
        await Gen.Select(Gen.String, Gen.Byte.Array[0, 1500].Array[0, 4]).SampleAsync(
            async (text, files) =>
            {
                byte[] tar = Tars.Of(text, files.Select((content, i) => ($"{(i % 2 == 0 ? "A" : "z")}{i}", content)));
                Assert.Equal(tar, await WriteAsync(await OpenAsync(tar), text));
            },
            iter: 50);
    }

    [Fact]
    public async Task Another_hash_than_the_tasks_is_a_verification_that_says_no()
    {
        byte[] tar = Tars.Of("FROM a\n");

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => PackedContext.OpenAsync(
                File(tar), "Dockerfile", Sha256Digest.Of("other"u8), ContextLimits.Default, Token));

        Assert.Equal(TaskBuildCodes.ContextMismatch, refused.Diagnostics[0].Code);
        Assert.Equal(ExitCode.CheckFailed, refused.ExitCode);
    }

    [Fact]
    public async Task A_context_that_changes_between_its_check_and_its_use_is_refused()
    {
        byte[] tar = Tars.Of("FROM a\n", ("file", [1, 2, 3]));
        string file = File(tar);
        var context = await PackedContext.OpenAsync(
            file, "Dockerfile", Sha256Digest.Of(tar), ContextLimits.Default, Token);
        await System.IO.File.WriteAllBytesAsync(file, Tars.Of("FROM a\n", ("file", [1, 2, 4])), Token);

        var refused = await Assert.ThrowsAsync<SlipwayException>(() => WriteAsync(context, "FROM b\n"));

        Assert.Equal(TaskBuildCodes.ContextMismatch, refused.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    public async Task A_name_that_leads_outside_is_refused(string name) =>
        await AssertRefusedAsync(
            Patched(Tars.Of("FROM a\n", ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", [1])), name), "leads outside");

    [Theory]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public async Task A_device_is_refused(TarEntryType type) =>
        await AssertRefusedAsync(
            Tars.Of(tar =>
            {
                Tars.File(tar, "Dockerfile", "FROM a\n"u8.ToArray());
                tar.WriteEntry(new GnuTarEntry(type, "device"));
            }),
            "neither a file, a folder nor a link");

    [Fact]
    public async Task A_file_behind_a_link_is_refused() =>
        await AssertRefusedAsync(
            Tars.Of(tar =>
            {
                Tars.File(tar, "Dockerfile", "FROM a\n"u8.ToArray());
                tar.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, "etc") { LinkName = "/etc" });
                Tars.File(tar, "etc/passwd", [1]);
            }),
            "behind a link");

    [Fact]
    public async Task A_file_in_the_place_of_a_link_is_refused() =>
        await AssertRefusedAsync(
            Tars.Of(tar =>
            {
                Tars.File(tar, "Dockerfile", "FROM a\n"u8.ToArray());
                tar.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, "file") { LinkName = "/etc/passwd" });
                Tars.File(tar, "file", [1]);
            }),
            "something else");

    [Fact]
    public async Task A_hard_link_that_leads_outside_is_refused() =>
        await AssertRefusedAsync(
            Tars.Of(tar =>
            {
                Tars.File(tar, "Dockerfile", "FROM a\n"u8.ToArray());
                tar.WriteEntry(new GnuTarEntry(TarEntryType.HardLink, "link") { LinkName = "/etc/passwd" });
            }),
            "leads outside");

    [Fact]
    public async Task A_link_may_lead_anywhere_as_in_a_tree()
    {
        byte[] tar = Tars.Of(writer =>
        {
            Tars.File(writer, "Dockerfile", "FROM a\n"u8.ToArray());
            writer.WriteEntry(new GnuTarEntry(TarEntryType.Directory, "folder/"));
            writer.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, "folder/link") { LinkName = "../../other" });
        });

        Assert.Equal(tar, await WriteAsync(await OpenAsync(tar), "FROM a\n"));
    }

    [Fact]
    public async Task A_context_without_a_Dockerfile_or_with_two_is_refused()
    {
        await AssertRefusedAsync(Tars.Of(tar => Tars.File(tar, "other", [1])), "no Dockerfile");
        await AssertRefusedAsync(
            Tars.Of(tar =>
            {
                Tars.File(tar, "Dockerfile", "FROM a\n"u8.ToArray());
                Tars.File(tar, "./Dockerfile", "FROM b\n"u8.ToArray());
            }),
            "twice");
        await AssertRefusedAsync(
            Tars.Of(tar =>
                tar.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, "Dockerfile") { LinkName = "other" })),
            "no plain file");
    }

    [Fact]
    public async Task A_context_that_is_cut_off_anywhere_is_refused()
    {
        byte[] tar = Tars.Of("FROM a\n", ("file", new byte[3000]));
        for (int length = 0; length < tar.Length; length += 256)
        {
            await AssertRefusedAsync(tar[..length], string.Empty);
        }

        byte[] compressed = Tars.Gzip(tar);
        await AssertRefusedAsync(compressed[..(compressed.Length / 2)], string.Empty);
    }

    [Fact]
    public async Task Limits_are_kept_whatever_it_expands_to()
    {
        byte[] bomb = Tars.Gzip(Tars.Of("FROM a\n", ("zeros", new byte[4 << 20])));
        await AssertRefusedAsync(bomb, "has more than", new ContextLimits(1 << 20, 100));
        await AssertRefusedAsync(
            bomb, "has more than", ContextLimits.Default with { Expansion = new ExpansionLimit(1 << 20, 50) });
        await AssertRefusedAsync(Tars.Of("FROM a\n", ("a", []), ("b", [])), "entries", new ContextLimits(1 << 20, 2));
    }

    [Fact]
    public async Task Bytes_that_are_no_tar_are_refused() =>
        await AssertRefusedAsync(Encoding.UTF8.GetBytes(new string('x', 2000)), "a header");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The archive with another name for its first entry, which no writer would write.</summary>
    private static byte[] Patched(byte[] tar, string name)
    {
        tar.AsSpan(0, 100).Clear();
        Encoding.ASCII.GetBytes(name, tar.AsSpan(0, 100));
        tar.AsSpan(148, 8).Fill((byte)' ');
        int sum = tar.AsSpan(0, 512).ToArray().Sum(value => value);
        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ", tar.AsSpan(148, 8));
        return tar;
    }

    private async Task AssertRefusedAsync(byte[] content, string reason, ContextLimits? limits = null)
    {
        // The hash would be right: what is refused is refused for what it is.
        byte[] tar = content is [0x1f, 0x8b, ..] ? [] : content;
        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => PackedContext.OpenAsync(
                File(content), "Dockerfile", Sha256Digest.Of(tar), limits ?? ContextLimits.Default, Token));
        Assert.Equal(TaskBuildCodes.ContextRefused, refused.Diagnostics[0].Code);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private Task<PackedContext> OpenAsync(byte[] tar, bool isCompressed = false) =>
        PackedContext.OpenAsync(
            File(isCompressed ? Tars.Gzip(tar) : tar),
            "Dockerfile",
            Sha256Digest.Of(tar),
            ContextLimits.Default,
            Token);

    private static async Task<byte[]> WriteAsync(PackedContext context, string dockerfile)
    {
        var written = new MemoryStream();
        await context.WriteAsync(Encoding.UTF8.GetBytes(dockerfile), written, Token);
        return written.ToArray();
    }

    private string File(byte[] content)
    {
        string path = Path.Join(_folder.FullName, Path.GetRandomFileName());
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }
}
