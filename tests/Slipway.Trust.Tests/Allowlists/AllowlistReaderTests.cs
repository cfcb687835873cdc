using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Tests.Schemas;
using Slipway.Tests.Trees;
using Slipway.Trust.Allowlists;
using static Slipway.Trust.Tests.Allowlists.AllowlistCase;

namespace Slipway.Trust.Tests.Allowlists;

public sealed class AllowlistReaderTests
{
    private const string Good =
        "image-hash: sha256:1111111111111111111111111111111111111111111111111111111111111111, by: a, on: 2026-11-01, "
        + "why: b";

    [Fact]
    public void An_entry_says_what_who_when_and_why()
    {
        var entry = Read(Two).Allowlist.Entries[0];

        Assert.Equal(
            new AllowlistEntry
            {
                Image = ImageName.Parse("base"),
                ImageHash = Hash('1'),
                Version = "1.0",
                By = "images@example.org",
                On = new DateOnly(2026, 11, 1),
                Why = "the first one",
                Location = new SourceLocation("trust/allowlist.yml", 3, 5),
            },
            entry);
    }

    [Fact]
    public void An_image_hash_is_allowed_for_its_own_image_only()
    {
        var list = Read(Two).Allowlist;

        Assert.True(list.Allows(ImageName.Parse("base"), Hash('1')));
        Assert.False(list.Allows(ImageName.Parse("tools"), Hash('1')));
    }

    [Fact]
    public void A_tree_without_the_file_allows_nothing()
    {
        var problems = new DiagnosticBag();

        var document = AllowlistDocument.Read(new InMemorySourceTree(), problems);

        Assert.Empty(document.Allowlist.Entries);
        Assert.Empty(problems.ToSorted());
    }

    [Fact]
    public void The_file_of_a_tree_is_read()
    {
        var document = AllowlistDocument.Read(
            new InMemorySourceTree { { "trust/allowlist.yml", Two } }, new DiagnosticBag());

        Assert.Equal(2, document.Allowlist.Entries.Length);
    }

    [Theory]
    [InlineData("base: [{ " + Good + ", verzion: x }]", 1012, 1, 126, "Did you mean 'version'?")]
    [InlineData("base: [{ by: a, on: 2026-11-01, why: b }]", 1015, 1, 8, "into every entry")]
    [InlineData(
        "base:\n  - image-hash: 1111111111111111111111111111111111111111111111111111111111111111\n    by: a\n    on: "
        + "2026-11-01\n    why: b",
        1015,
        2,
        17,
        "Write sha256: and 64")]
    [InlineData(
        "base: [{ image-hash: sha256:1111111111111111111111111111111111111111111111111111111111111111, by: a, on: "
        + "2026-02-30, why: b }]",
        1015,
        1,
        106,
        "such as 2026-11-25")]
    [InlineData(
        "base: [{ image-hash: sha256:1111111111111111111111111111111111111111111111111111111111111111, by: ' ', on: "
        + "2026-02-03, why: b }]",
        1015,
        1,
        99,
        "who allows it")]
    [InlineData("base: [{ " + Good + ", version: a/b }]", 1015, 1, 135, "VERSION")]
    [InlineData("base: [{ " + Good + " }, { " + Good + " }]", 1015, 1, 128, "Keep one")]
    [InlineData("base: 1", 1013, 1, 7, "Write a list")]
    [InlineData("Base: []", 1015, 1, 1, "name of a registry image")]
    [InlineData("base: []\nbase: []", 1014, 2, 1, "Keep one")]
    [InlineData("- a", 1013, 1, 1, "Write a mapping")]
    [InlineData("a: [", 1011, 2, 1, "Correct the syntax")]
    public void What_is_wrong_is_reported_with_its_place(string text, int code, int line, int column, string remedy)
    {
        var problem = Assert.Single(Problems(text));

        Assert.Equal(
            (code, new SourceLocation("trust/allowlist.yml", line, column)), (problem.Code.Number, problem.Location));
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_text_or_too_large_is_reported()
    {
        var problems = new DiagnosticBag();
        AllowlistDocument.Parse(new byte[] { 0x0a, 0xff }, problems);
        AllowlistDocument.Parse(new byte[2 * 1024 * 1024], problems);

        Assert.Equal(
            [ConfigurationCodes.TooLarge, ConfigurationCodes.NotUtf8],
            problems.ToSorted().Select(problem => problem.Code));
    }

    [Fact]
    public void The_published_schema_has_the_keys_of_the_reader()
    {
        var entry = PublishedSchema.Allowlist.Root.GetProperty("$defs").GetProperty("entry");

        Assert.Equal(
            AllowlistKeys.All.Select(key => key.Name),
            entry.GetProperty("properties").EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            AllowlistKeys.Needed, entry.GetProperty("required").EnumerateArray().Select(item => item.GetString()!));
        Assert.False(entry.GetProperty("additionalProperties").GetBoolean());
    }

    [Theory]
    [InlineData(
        "image-hash",
        "sha256:1111111111111111111111111111111111111111111111111111111111111111 sha256:11 "
        + "1111111111111111111111111111111111111111111111111111111111111111 "
        + "sha512:1111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("version", "1.0 a latest a/b -a .a _a a:b")]
    [InlineData("on", "2026-11-25 2026-1-5 26-01-05 2026/01/05 today")]
    public void A_text_is_taken_by_both_or_by_neither(string key, string texts)
    {
        foreach (string text in texts.Split(' '))
        {
            string entry = string.Join(
                ", ",
                Good.Split(", ")
                    .Where(pair => !pair.StartsWith(key, StringComparison.Ordinal))
                    .Append($"{key}: '{text}'"));
            string file = $"base: [{{ {entry} }}]";
            Assert.True(Problems(file).IsEmpty == PublishedSchema.Allowlist.Takes(file), file);
        }
    }

    [Fact]
    public void The_published_schema_is_one() => Assert.Empty(PublishedSchema.Allowlist.OwnProblems);

    [Theory]
    [InlineData("extra: 1", "/base/0/extra")]
    [InlineData("by: [a]", "/base/0/by")]
    public void What_is_wrong_is_refused_by_the_schema_too_and_where_it_is(string pair, string place)
    {
        string key = pair.Split(':')[0];
        var pairs = Good.Split(", ")
            .Where(other => !other.StartsWith(key, StringComparison.Ordinal))
            .Append(pair);
        string file = $"base: [{{ {string.Join(", ", pairs)} }}]";

        Assert.NotEmpty(Problems(file));
        Assert.Contains(
            PublishedSchema.Allowlist.Problems(file),
            problem => problem.StartsWith($"{place}: ", StringComparison.Ordinal));
    }
}
