using Slipway.Archives.Docker;
using Slipway.Model.Diagnostics;
using Slipway.Tests.Archives;

namespace Slipway.Archives.Tests.Docker;

public sealed class HostileTarTests
{
    private static readonly ArchiveLimits Limits = new(1L << 30, 1L << 30, 1L << 30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(HostileTars.Names), MemberType = typeof(HostileTars))]
    public async Task What_no_engine_writes_is_refused(string name)
    {
        var refused = await Assert.ThrowsAsync<SlipwayException>(() => ReadAsync(HostileTars.All[name]));

        Assert.Contains(
            refused.Diagnostics[0].Code,
            (DiagnosticCode[])[ArchiveCodes.Damaged, ArchiveCodes.Refused, ArchiveCodes.TooLarge]);
    }

    [Theory]
    [MemberData(nameof(HostileTars.SoundNames), MemberType = typeof(HostileTars))]
    public async Task What_only_looks_like_it_is_read(string name) =>
        Assert.NotEqual(0, await ReadAsync(HostileTars.Sound[name]));

    [Fact]
    public Task Entries_cost_no_more_than_they_are_many() => CostsOfTars.AreLinearAsync(ReadAsync);

    private static async Task<int> ReadAsync(byte[] archive)
    {
        var reader = new ArchiveReader(new MemoryStream(archive), Limits, progress: null);
        int entries = 0;
        while (await reader.NextAsync(Token) is not null)
        {
            entries++;
        }

        return entries;
    }
}
