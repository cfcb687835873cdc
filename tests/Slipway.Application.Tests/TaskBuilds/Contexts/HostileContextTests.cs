using Slipway.Application.TaskBuilds.Contexts;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tests.Archives;

namespace Slipway.Application.Tests.TaskBuilds.Contexts;

public sealed class HostileContextTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(HostileTars.Names), MemberType = typeof(HostileTars))]
    public async Task What_no_context_has_is_refused(string name)
    {
        var refused = await Assert.ThrowsAsync<SlipwayException>(() => OpenAsync(HostileTars.All[name]));

        Assert.Equal(TaskBuildCodes.ContextRefused, refused.Diagnostics[0].Code);
    }

    [Theory]
    [MemberData(nameof(HostileTars.SoundNames), MemberType = typeof(HostileTars))]
    public async Task What_only_looks_like_it_is_taken(string name) =>
        Assert.Equal("FROM scratch\n"u8.ToArray(), (await OpenAsync(HostileTars.Sound[name])).Dockerfile.ToArray());

    [Fact]
    public async Task Several_members_of_gzip_are_one_archive_and_are_looked_at_together()
    {
        byte[] sound = HostileTars.Sound["files and folders"];
        byte[] hostile = HostileTars.All["a file behind a link"];

        byte[] members(byte[] tar) => [.. Tars.Gzip(tar[..700]), .. Tars.Gzip(tar[700..])];
        await File.WriteAllBytesAsync(_file, members(sound), Token);
        await PackedContext.OpenAsync(_file, "Dockerfile", Sha256Digest.Of(sound), ContextLimits.Default, Token);
        await File.WriteAllBytesAsync(_file, members(hostile), Token);
        await Assert.ThrowsAsync<SlipwayException>(
            () => PackedContext.OpenAsync(_file, "Dockerfile", Sha256Digest.Of(hostile), ContextLimits.Default, Token));
    }

    [Fact]
    public async Task A_second_archive_in_a_second_member_of_gzip_is_refused()
    {
        byte[] tar = HostileTars.Sound["files and folders"];
        await File.WriteAllBytesAsync(_file, [.. Tars.Gzip(tar), .. Tars.Gzip(tar)], Token);

        var refused = await Assert.ThrowsAsync<SlipwayException>(
            () => PackedContext.OpenAsync(
                _file, "Dockerfile", Sha256Digest.Of([.. tar, .. tar]), ContextLimits.Default, Token));

        Assert.Equal(TaskBuildCodes.ContextRefused, refused.Diagnostics[0].Code);
    }

    [Fact]
    public Task Entries_cost_no_more_than_they_are_many() => CostsOfTars.AreLinearAsync(async tar =>
    {
        await using var reader = ContextReader.Of(new MemoryStream(tar), ContextLimits.Default);
        await new ContextScan(reader, "Dockerfile", ContextLimits.Default).RunAsync(Token);
    });

    public void Dispose() => File.Delete(_file);

    private async Task<PackedContext> OpenAsync(byte[] tar)
    {
        await File.WriteAllBytesAsync(_file, tar, Token);
        return await PackedContext.OpenAsync(_file, "Dockerfile", Sha256Digest.Of(tar), ContextLimits.Default, Token);
    }
}
