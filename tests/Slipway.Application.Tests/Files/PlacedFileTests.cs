using System.Runtime.Versioning;
using Slipway.Application.Files;

namespace Slipway.Application.Tests.Files;

public sealed class PlacedFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-placed-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_cannot_be_written_to_its_end_leaves_everything_as_it_was(bool replaces)
    {
        string path = Path.Join(_folder.FullName, "file");
        if (replaces)
        {
            File.WriteAllText(path, "before");
        }

        await Assert.ThrowsAsync<IOException>(() => PlacedFile.WriteAsync(
            path,
            async (stream, token) =>
            {
                await stream.WriteAsync("half"u8.ToArray(), token);
                throw new IOException("No space left on device");
            },
            replaces,
            mode: null,
            Cancel));

        Assert.Equal(replaces ? ["before"] : [], _folder.GetFiles().Select(file => File.ReadAllText(file.FullName)));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_mode_holds_from_the_first_byte_on()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string path = Path.Join(_folder.FullName, "file");
        await PlacedFile.WriteAsync(
            path,
            (_, _) =>
            {
                Assert.Equal(Owner, File.GetUnixFileMode(Assert.Single(_folder.GetFiles()).FullName));
                return Task.CompletedTask;
            },
            replaces: false,
            Owner,
            Cancel);

        Assert.Equal(Owner, File.GetUnixFileMode(path));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
