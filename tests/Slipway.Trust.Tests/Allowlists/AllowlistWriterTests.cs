using CsCheck;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Trust.Allowlists;
using static Slipway.Trust.Tests.Allowlists.AllowlistCase;

namespace Slipway.Trust.Tests.Allowlists;

public sealed class AllowlistWriterTests
{
    [Fact]
    public void The_first_entry_makes_a_file_that_explains_itself()
    {
        string text = Text(Read(string.Empty).Append(Entry()));

        Assert.Equal(
            $"""
            # The image hashes that registry images may have at protected levels.
            # `slipway push --allow` adds to this file, `slipway check` reads it.
            base:
              - image-hash: {Hash('3').ToOciString()}
                version: "1.10"
                repo-digest: {Hash('f').ToOciString()}
                by: carla@example.org
                on: 2026-11-25
                why: a new base

            """,
            text);
    }

    [Fact]
    public void An_entry_goes_behind_the_last_one_of_its_image_and_every_other_byte_stays()
    {
        string text = Text(Read(Two).Append(Entry()));

        Assert.Equal(
            Two.Replace(
                "why: the first one   # reviewed in public\n",
                $"""
                why: the first one   # reviewed in public
                  - image-hash: {Hash('3').ToOciString()}
                    version: "1.10"
                    repo-digest: {Hash('f').ToOciString()}
                    by: carla@example.org
                    on: 2026-11-25
                    why: a new base

                """,
                StringComparison.Ordinal),
            text);
    }

    [Theory]
    [InlineData("tools")]
    [InlineData("another")]
    public void An_entry_of_the_last_image_or_of_a_new_one_goes_to_the_end(string image) =>
        Assert.StartsWith(Two, Text(Read(Two).Append(Entry(image))), StringComparison.Ordinal);

    [Theory]
    [InlineData("base:\n")]
    [InlineData("base:")]
    [InlineData("base: # nobody yet\nother:\n")]
    [InlineData("# only a comment")]
    [InlineData("---\n")]
    [InlineData("\ufeffother:\n")]
    [InlineData(
        "'base':\n- image-hash: sha256:1111111111111111111111111111111111111111111111111111111111111111\n  by: a\n  "
        + "on: 2026-11-01\n  why: b")]
    [InlineData(
        "base:\n  - {image-hash: sha256:1111111111111111111111111111111111111111111111111111111111111111, by: a,\n     "
        + "on: 2026-11-01, why: b}\n")]
    [InlineData(
        "base:\r\n  - image-hash: sha256:1111111111111111111111111111111111111111111111111111111111111111\r\n    by: "
        + "a\r\n    on: 2026-11-01\r\n    why: |+\r\n      kept\r\n\r\nother:\r\n")]
    public void What_was_there_stays_however_it_is_written(string before)
    {
        var document = Read(before);

        var after = document.Append(Entry());

        string text = Text(after);
        int place = text.Zip(before).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.EndsWith(before[place..], text, StringComparison.Ordinal);
        Assert.Equal(document.Allowlist.Entries.Length + 1, after.Allowlist.Entries.Length);
        Assert.Equal(Entry(), after.Allowlist.Find(Entry().Image, Hash('3'))! with { Location = null });
    }

    [Fact]
    public void The_line_ends_of_the_file_are_kept()
    {
        string text = Text(Read("other:\r\n").Append(Entry()));

        Assert.DoesNotContain(
            "\n", text.Replace("\r\n", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_hash_that_is_allowed_already_changes_nothing()
    {
        var document = Read(Two);

        Assert.Same(document, document.Append(Entry("base", '1', "again")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("base: []\n")]
    [InlineData("base: ~\n")]
    [InlineData(
        "other: &all\n  - image-hash: sha256:1111111111111111111111111111111111111111111111111111111111111111\n    by: "
        + "a\n    on: 2026-11-01\n    why: b\nbase: *all\n")]
    [InlineData(
        "base: &all\n  - image-hash: sha256:1111111111111111111111111111111111111111111111111111111111111111\n    by: "
        + "a\n    on: 2026-11-01\n    why: b\nother: *all\n")]
    [InlineData("other:\n...\n")]
    public void A_file_that_cannot_be_added_to_is_refused(string text)
    {
        var refused = Assert.Throws<SlipwayException>(() => Read(text).Append(Entry()));

        Assert.Equal(AllowlistCodes.AllowlistNotAppendable, Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public void A_file_that_is_wrong_is_not_added_to()
    {
        var document = AllowlistDocument.Parse("base: 1\n"u8.ToArray(), new DiagnosticBag());

        Assert.Throws<SlipwayException>(() => document.Append(Entry()));
    }

    [Fact]
    public void Whatever_is_said_is_read_back() =>
        Gen.Select(
                Gen.String[Gen.Char["aZ9 :#-\"'\\\t\n\r\u0001é|>{}[],&*!%@`\u2028\u202e"], 1, 12],
                Gen.Char["0123456789abcdef"])
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Item1))
            .Sample(
                (words, digit) =>
                {
                    var entry = Entry(digit: digit, why: words) with { By = words };
                    var again = Read(Text(Read(Two).Append(Entry("tools", 'e')).Append(entry)));
                    return (again.Allowlist.Find(entry.Image, entry.ImageHash)! with { Location = null }) == entry
                        || digit == '1';
                },
                iter: 300);
}
