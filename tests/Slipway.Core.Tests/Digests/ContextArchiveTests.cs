using System.IO.Compression;
using System.Text;
using Slipway.Core.Contexts;
using Slipway.Core.Digests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Tar.Writing;
using Slipway.Tests.Cases;
using Slipway.Tests.Contexts;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Digests;

public sealed class ContextArchiveTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GNU_tar_lists_what_went_in()
    {
        Needed.Program("tar");
        using var files = Sample();
        await File.WriteAllBytesAsync(files.Path("c.tar"), await ContextCase.Archive(files), Cancellation);

        string listing = Tools.Run(
            "tar",
            ["--numeric-owner", "--utc", "--full-time", "--quoting-style=literal", "-tvf", files.Path("c.tar")],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["LC_ALL"] = "C.UTF-8" });

        string longName = new('n', 150);
        string longTarget = new('t', 150);
        Assert.Equal(
            [
                "-rw-r--r-- 0/0 13 2016-01-01 00:00:00 Dockerfile",
                $"lrwxrwxrwx 0/0 0 2016-01-01 00:00:00 far -> {longTarget}",
                "lrwxrwxrwx 0/0 0 2016-01-01 00:00:00 link -> run",
                $"-rw-r--r-- 0/0 1 2016-01-01 00:00:00 {longName}",
                "-rwxr-xr-x 0/0 600 2016-01-01 00:00:00 run",
                "-rw-r--r-- 0/0 0 2016-01-01 00:00:00 é",
            ],
            listing.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task What_GNU_tar_unpacks_is_what_was_there()
    {
        Needed.Program("tar");
        using var files = Sample();
        files.Folder("out");
        await File.WriteAllBytesAsync(files.Path("c.tar"), await ContextCase.Archive(files), Cancellation);

        Tools.Run("tar", "-xf", files.Path("c.tar"), "-C", files.Path("out"));

        Assert.Empty(Tools.Run("diff", "-r", "--no-dereference", files.Path("img"), files.Path("out")));
    }

    [Fact]
    public async Task The_archive_of_the_taskgraph_scheme_hashes_to_the_context_hash()
    {
        using var files = new TempTree();
        files
            .Write("img/Dockerfile", "FROM scratch\n")
            .Write("img/" + new string('n', 101), "x")
            .Write("img/b", new byte[20_000]);

        var inputs = ContextCase.Inputs(files, Scheme.Taskgraph);

        byte[] archive = await ContextCase.Archive(files, Scheme.Taskgraph);
        Assert.Equal(inputs.ContextHash, Sha256Digest.Of(archive));
        Assert.Equal(0, archive.Length % 10_240);
    }

    [Fact]
    public async Task The_archive_is_the_same_under_another_umask()
    {
        using var strict = Sample(TempTree.Plain & ~(UnixFileMode.GroupRead | UnixFileMode.OtherRead));
        using var loose = Sample(TempTree.Plain | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);

        Assert.Equal(await ContextCase.Archive(strict), await ContextCase.Archive(loose));
    }

    [Fact]
    public async Task The_compressed_archive_holds_the_same_bytes_and_is_the_same_twice()
    {
        using var files = Sample();
        var archive = new ContextArchive(files.Open());
        var inputs = ContextCase.Inputs(files);
        var first = new MemoryStream();
        var second = new MemoryStream();
        await archive.WriteGzipAsync(inputs, first, Cancellation);
        await archive.WriteGzipAsync(inputs, second, Cancellation);
        Assert.Equal(first.ToArray(), second.ToArray());

        first.Position = 0;
        var unpacked = new MemoryStream();
        await using (var gzip = new GZipStream(first, CompressionMode.Decompress))
        {
            await gzip.CopyToAsync(unpacked, Cancellation);
        }

        Assert.Equal(await ContextCase.Archive(files), unpacked.ToArray());
    }

    [Fact]
    public async Task Another_dockerfile_takes_the_place_of_the_hashed_one()
    {
        using var files = Sample();
        using var other = Sample();
        byte[] dockerfile = Encoding.UTF8.GetBytes("FROM something-much-longer:latest\n");
        other.Write("img/Dockerfile", dockerfile);
        var output = new MemoryStream();

        await new ContextArchive(files.Open()).WriteAsync(ContextCase.Inputs(files), dockerfile, output, Cancellation);

        Assert.Equal(await ContextCase.Archive(other), output.ToArray());
    }

    [Theory]
    [InlineData("x", "changed")]
    [InlineData("x", "1")]
    public async Task A_file_that_changed_since_it_was_hashed_is_an_error(string path, string content)
    {
        using var files = new TempTree();
        files.Write("img/Dockerfile", "FROM scratch\n").Write("img/" + path, "0");
        var inputs = ContextCase.Inputs(files);

        files.Write("img/" + path, content);

        var problem = await Assert.ThrowsAsync<SlipwayException>(
            () => new ContextArchive(files.Open()).WriteAsync(inputs, Stream.Null, Cancellation));
        Assert.Equal(TreeCodes.FileChanged, problem.Diagnostics[0].Code);
        Assert.Contains("'img/x'", problem.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_is_written_to_or_replaced_while_it_is_read_is_an_error(bool replaced)
    {
        using var files = new TempTree();
        files.Write("img/Dockerfile", "FROM scratch\n").Write("img/x", new byte[1024 * 1024]);
        var inputs = ContextCase.Inputs(files);
        var output = new CallbackStream(400_000, () =>
        {
            if (replaced)
            {
                File.Delete(files.Path("img/x"));
            }

            files.Write("img/x", Enumerable.Repeat((byte)1, 1024 * 1024).ToArray());
        });

        var problem = await Assert.ThrowsAsync<SlipwayException>(
            () => new ContextArchive(files.Open()).WriteAsync(inputs, output, Cancellation));

        Assert.Equal(TreeCodes.FileChanged, problem.Diagnostics[0].Code);
    }

    [Fact]
    public void Sizes_from_8_GiB_are_in_base_256()
    {
        var file = new ContextFile { Path = "x", Mode = TempTree.Plain };

        byte[] below = TarFormat.Header(file.Path, file.Mode, file.LinkTarget, (8L << 30) - 1);
        byte[] above = TarFormat.Header(file.Path, file.Mode, file.LinkTarget, 8L << 30);

        Assert.Equal("77777777777\0"u8.ToArray(), below[124..136]);
        Assert.Equal([0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0], above[124..136]);
    }

    private static TempTree Sample(UnixFileMode plain = TempTree.Plain)
    {
        var files = new TempTree();
        var runnable = plain | UnixFileMode.UserExecute;
        return files.Write("img/Dockerfile", "FROM scratch\n", plain)
            .Write("img/run", new byte[600], runnable)
            .Write("img/é", [], plain)
            .Write("img/" + new string('n', 150), "x", plain)
            .Link("img/link", "run")
            .Link("img/far", new string('t', 150));
    }

    /// <summary>Calls back once when so many bytes have come.</summary>
    private sealed class CallbackStream(long after, Action callback) : MemoryStream
    {
        private bool _called;

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            if (!_called && Length >= after)
            {
                _called = true;
                callback();
            }
        }
    }
}
