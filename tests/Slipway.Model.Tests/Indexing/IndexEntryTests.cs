using System.Collections.Immutable;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Model.Tests.Indexing;

public class IndexEntryTests
{
    [Theory]
    [InlineData(long.MaxValue, 9999)]
    [InlineData(long.MinValue, 1)]
    [InlineData(1_796_000_672, 2026)]
    public void Whatever_rank_somebody_chose_there_is_a_time_for_it(long rank, int year)
    {
        var entry = new IndexEntry(
            IndexNamespace.Parse("mine.app"),
            BuildId.New(),
            rank,
            DateTimeOffset.MaxValue,
            ImmutableSortedDictionary<string, string>.Empty);

        Assert.Equal((year, year), (entry.PushedAt.UtcDateTime.Year, entry.BuiltAt.UtcDateTime.Year));
    }
}
