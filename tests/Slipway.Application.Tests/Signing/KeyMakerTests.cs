using System.Runtime.Versioning;
using Slipway.Application.Signing;
using Slipway.Model.Diagnostics;
using Slipway.Trust.Codes;
using Slipway.Trust.Keys;

namespace Slipway.Application.Tests.Signing;

public sealed class KeyMakerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-keys-");

    private string Name => Path.Join(_folder.FullName, "release");

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task The_private_half_is_for_its_owner_alone_and_nothing_else_is_left()
    {
        var made = await MakeAsync();

        Assert.Equal(
            ["release.key.pem", "release.pub.pem"], _folder.GetFiles().Select(file => file.Name).Order());
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made.PrivateFile));
        Assert.True(SigningKey.TryParse(File.ReadAllText(made.PrivateFile), out var key, out _));
        Assert.Equal(made.Key, key.Key);
    }

    [Theory]
    [InlineData("release.key.pem")]
    [InlineData("release.pub.pem")]
    public async Task A_file_that_exists_is_never_replaced_and_then_neither_half_is_written(string file)
    {
        string path = Path.Join(_folder.FullName, file);
        File.WriteAllText(path, "mine");

        await RefusedAsync();

        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(file, Assert.Single(_folder.GetFiles()).Name);
    }

    [Theory]
    [InlineData("release.key.pem")]
    [InlineData("release.pub.pem")]
    public async Task A_link_is_not_followed(string file)
    {
        string elsewhere = Path.Join(_folder.FullName, "elsewhere");
        File.CreateSymbolicLink(Path.Join(_folder.FullName, file), elsewhere);

        await RefusedAsync();

        Assert.False(File.Exists(elsewhere));
        Assert.Equal(file, Assert.Single(_folder.GetFiles()).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("keys/")]
    public async Task A_key_without_a_name_is_not_made(string name)
    {
        var refused = await Assert.ThrowsAsync<SlipwayException>(() => KeyMaker.MakeAsync(
            name.Length == 0 ? name : Path.Join(_folder.FullName, name),
            SigningAlgorithm.EcdsaP256,
            isRaw: false,
            TestContext.Current.CancellationToken));

        Assert.Contains("needs a name", refused.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told()
    {
        _folder.Delete();

        await RefusedAsync();

        _folder.Create();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task RefusedAsync() => Assert.Equal(
        TrustCodes.KeyNotWritten,
        (await Assert.ThrowsAsync<SlipwayException>(MakeAsync)).Diagnostics[0].Code);

    private Task<MadeKey> MakeAsync() => KeyMaker.MakeAsync(
        Name, SigningAlgorithm.EcdsaP256, isRaw: false, TestContext.Current.CancellationToken);
}
