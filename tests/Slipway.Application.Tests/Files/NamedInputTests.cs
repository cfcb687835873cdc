using System.Runtime.Versioning;
using Slipway.Application.Files;
using Slipway.Application.Vouching;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tests;
using Slipway.Trust.Codes;
using Slipway.Trust.Statements;

namespace Slipway.Application.Tests.Files;

/// <summary>What a person names may be a pipe, endless, or nothing that can be read.</summary>
[SupportedOSPlatform("linux")]
public sealed class NamedInputTests : IDisposable
{
    private static readonly ImageHash Image = ImageHash.Of("an image"u8);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-input-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Nobody_waits_for_the_writer_of_a_pipe_once_that_is_cancelled()
    {
        string pipe = Pipe("pipe");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NamedInput.OpenAsync(pipe, stop.Token));

        // Lets the one go that still waits.
        await File.WriteAllTextAsync(pipe, "late", Cancel);
    }

    [Fact]
    public async Task A_pipe_whose_writer_says_nothing_is_left_once_that_is_cancelled()
    {
        string pipe = Pipe("pipe");
        var open = NamedInput.OpenAsync(pipe, Cancel);
        await using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write);
        await using var stream = await open;
        await writer.WriteAsync("word"u8.ToArray(), Cancel);
        await writer.FlushAsync(Cancel);
        byte[] buffer = new byte[16];
        Assert.Equal(4, await stream.ReadAsync(buffer, Cancel));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => Assert.Equal(0, await stream.ReadAsync(buffer, stop.Token)));

        // What comes afterwards is not written into what its owner may use for something else by now.
        byte[] before = [.. buffer];
        await writer.WriteAsync("later"u8.ToArray(), Cancel);
        await writer.FlushAsync(Cancel);
        await Task.Delay(100, Cancel);
        Assert.Equal(before, buffer);
    }

    [Fact]
    public async Task A_pipe_is_read_to_its_end()
    {
        string pipe = Pipe("pipe");
        var reading = NamedInput.ReadAsync(pipe, 1 << 20, Cancel);
        byte[] content = new byte[300_000];
        Random.Shared.NextBytes(content);
        await File.WriteAllBytesAsync(pipe, content, Cancel);

        Assert.Equal(content, await reading);
    }

    [Theory]
    [InlineData("/dev/zero", "longer than 64 KiB")]
    [InlineData("", "empty")]
    [InlineData(".", "folder")]
    public async Task What_cannot_be_read_whole_is_told_in_plain_words(string path, string says)
    {
        var refused = await Assert.ThrowsAnyAsync<IOException>(() => NamedInput.ReadAsync(path, 64 << 10, Cancel));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("link to /dev/zero")]
    [InlineData("folder")]
    [InlineData("nothing")]
    public async Task What_is_no_file_beside_an_archive_is_no_statement(string what)
    {
        string path = Path.Join(_folder.FullName, "app.tar.sigstore.json");
        switch (what)
        {
            case "pipe":
                Pipe("app.tar.sigstore.json");
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "link to /dev/zero":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
        }

        Assert.Empty(await new FileStatements(path, Image).FindAsync(Image.Sha256, Cancel));
    }

    [Fact]
    public async Task A_file_beside_an_archive_that_is_too_long_is_told()
    {
        string path = Path.Join(_folder.FullName, "app.tar.sigstore.json");
        await using (var file = File.Create(path))
        {
            file.SetLength(SigstoreBundle.MaximumSize + 1);
        }

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => new FileStatements(path, Image).FindAsync(Image.Sha256, Cancel));

        Assert.Equal(TrustCodes.StatementsUnreachable, refused.Diagnostics[0].Code);
        Assert.Empty(await new FileStatements(path, Image).FindAsync(ImageHash.Of("another"u8).Sha256, Cancel));
    }

    private string Pipe(string name)
    {
        string path = Path.Join(_folder.FullName, name);
        Tools.Run("mkfifo", path);
        return path;
    }
}
