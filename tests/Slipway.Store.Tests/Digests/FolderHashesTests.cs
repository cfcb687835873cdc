using System.Collections.Immutable;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Store.Digests;

namespace Slipway.Store.Tests.Digests;

public sealed class FolderHashesTests
{
    private const int Today = 739_000;

    private static readonly string[] Letters = ["a", "b", "-", "ä", "𝔟", "\uffff"];

    [Fact]
    public void Every_file_is_found_among_many_and_nothing_else_is()
    {
        var random = new Random(7);
        var files = Enumerable.Range(0, 3000)
            .Select(_ => NameOf(random))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, _ => FileOf(random), StringComparer.Ordinal);

        var hashes = FolderHashes.Read(FolderHashes.None.With(files, 0));

        Assert.All(files, file => Assert.Equal(file.Value, Find(hashes, file.Key)));
        Assert.All(
            Enumerable.Range(0, 3000).Select(_ => NameOf(random)).Where(name => !files.ContainsKey(name)),
            name => Assert.Null(Find(hashes, name)));
    }

    [Fact]
    public void What_is_added_replaces_what_was_known_and_leaves_the_rest()
    {
        var random = new Random(8);
        var (old, changed, added) = (FileOf(random), FileOf(random), FileOf(random));
        var before = FolderHashes.Read(FolderHashes.None.With(
            new Dictionary<string, CachedFile> { ["a"] = old, ["b"] = old }, 0));

        var after = FolderHashes.Read(before.With(
            new Dictionary<string, CachedFile> { ["b"] = changed, ["c"] = added }, 0));

        Assert.Equal([old, changed, added], new[] { "a", "b", "c" }.Select(name => Find(after, name)!.Value));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void What_nobody_asked_for_in_a_long_time_is_left_out(int days, bool isKept)
    {
        var file = FileOf(new Random(9)) with { Seen = Today + days };
        var before = FolderHashes.Read(FolderHashes.None.With(
            new Dictionary<string, CachedFile> { ["a"] = file }, 0));

        var after = FolderHashes.Read(before.With(ImmutableDictionary<string, CachedFile>.Empty, Today));

        Assert.Equal(isKept, Find(after, "a") is not null);
    }

    [Fact]
    public void A_byte_that_changed_makes_it_forget()
    {
        byte[] packed = Packed();
        for (int i = 0; i < packed.Length; i++)
        {
            packed[i] ^= 0x10;
            Assert.Same(FolderHashes.None, FolderHashes.Read(packed));
            packed[i] ^= 0x10;
        }

        Assert.NotSame(FolderHashes.None, FolderHashes.Read(packed));
    }

    [Fact]
    public void Every_length_but_the_right_one_makes_it_forget()
    {
        byte[] packed = Packed();

        Assert.All(
            Enumerable.Range(0, packed.Length),
            length => Assert.Same(FolderHashes.None, FolderHashes.Read(packed[..length])));
    }

    [Theory]
    [InlineData(32, -1)]
    [InlineData(32, int.MaxValue)]
    [InlineData(32, 3)]
    [InlineData(36, -1)]
    [InlineData(36, int.MaxValue)]
    [InlineData(36, 3)]
    public void Lengths_that_do_not_fit_make_it_forget_though_the_hash_is_right(int offset, int number)
    {
        byte[] packed = Packed();
        BitConverter.GetBytes(number).CopyTo(packed, offset);
        Sha256Digest.Of(packed.AsSpan(Sha256Digest.Size)).CopyTo(packed);

        Assert.Same(FolderHashes.None, FolderHashes.Read(packed));
    }

    [Fact]
    public void A_name_that_no_file_system_has_is_not_found_and_not_kept()
    {
        string name = new('x', 5000);
        var hashes = FolderHashes.Read(FolderHashes.None.With(
            new Dictionary<string, CachedFile> { [name] = FileOf(new Random(1)) }, 0));

        Assert.Null(Find(hashes, name));
    }

    private static byte[] Packed()
    {
        var random = new Random(10);
        return FolderHashes.None.With(
            new Dictionary<string, CachedFile> { ["a"] = FileOf(random), ["b"] = FileOf(random) }, 0);
    }

    private static CachedFile? Find(FolderHashes hashes, string name) =>
        hashes.TryFind(name, out var file) ? file : null;

    private static string NameOf(Random random) => string.Concat(
        Enumerable.Range(0, random.Next(1, 6)).Select(_ => Letters[random.Next(Letters.Length)]));

    private static CachedFile FileOf(Random random)
    {
        byte[] content = new byte[8];
        random.NextBytes(content);
        return new CachedFile(
            new FileStamp(
                unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
                unchecked((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
                random.NextInt64(),
                random.NextInt64(long.MinValue, long.MaxValue),
                random.NextInt64()),
            Sha256Digest.Of(content),
            Today);
    }
}
