using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Model.Values;
using Slipway.Review.References;

namespace Slipway.Review.Tests.Impact;

public sealed class CostsOfExplainingTests
{
    [Fact]
    public void Files_of_one_content_that_all_moved_are_paired_once_each()
    {
        const int Count = 200_000;
        var pairs = Renames.Find(Same("a", Count), Same("b", Count));

        Assert.Equal(Count, pairs.Count);
        Assert.Equal(("a/a0", "b/b0"), (pairs[0].Before.Path, pairs[0].After.Path));
        Assert.Equal(Count, pairs.Select(pair => pair.Before.Path).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Marks_in_one_line_have_their_columns_however_many_they_are()
    {
        const string Mark = "é{{#docker_image}}a{{/docker_image}}";
        const int Count = 200_000;
        byte[] content = System.Text.Encoding.UTF8.GetBytes("\n" + string.Concat(Enumerable.Repeat(Mark, Count)));

        var last = MarkFinder.Find(content, "f").Last();

        Assert.Equal((2, ((Count - 1) * Mark.Length) + 2), (last.Location.Line, last.Location.Column));
    }

    private static List<ManifestFile> Same(string folder, int count) =>
    [
        .. Enumerable.Range(0, count)
            .Select(i => new ManifestFile($"{folder}/{folder}{i}", "644", Sha256Digest.Of("same"u8), 4, null)),
    ];
}
