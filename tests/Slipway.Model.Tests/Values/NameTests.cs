using System.Text;
using CsCheck;
using Slipway.Model.Values;

namespace Slipway.Model.Tests.Values;

public class NameTests
{
    [Theory]
    [InlineData("base")]
    [InlineData("debian12-amd64-build")]
    [InlineData("a.b_c__d---e")]
    public void Repository_components_are_image_names(string text) => Assert.Equal(text, ImageName.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("Base")]
    [InlineData("-base")]
    [InlineData("base-")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("a___b")]
    [InlineData("base\n")]
    public void Other_text_is_no_image_name(string text) => Assert.False(ImageName.TryParse(text, out _));

    [Theory]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void Other_text_is_no_namespace(string text) => Assert.False(IndexNamespace.TryParse(text, out _));

    [Fact]
    public void A_namespace_of_256_characters_is_refused()
    {
        Assert.True(IndexNamespace.TryParse(new string('a', 255), out _));
        Assert.False(IndexNamespace.TryParse(new string('a', 256), out _));
    }

    [Fact]
    public void New_build_ids_are_slugs_of_version_4_UUIDs_that_begin_with_no_dash()
    {
        for (int i = 0; i < 200; i++)
        {
            string id = BuildId.New().Value;
            Assert.Matches(
                "^[A-Za-z0-9_][A-Za-z0-9_-]{7}[Q-T][A-Za-z0-9_-][CGKOSWaeimquy26-][A-Za-z0-9_-]{10}[AQgw]$", id);
        }
    }

    [Fact]
    public void Utf8_order_is_the_order_of_the_bytes() =>
        Gen.Select(Gen.String, Gen.String).Sample((a, b) =>
        {
            // Lone surrogates have no UTF-8 bytes.
            a = new string([.. a.Where(c => !char.IsSurrogate(c))]) + (a.Length % 2 == 0 ? "😀" : "\uffee");
            b = new string([.. b.Where(c => !char.IsSurrogate(c))]) + (b.Length % 3 == 0 ? "😀" : "\uffee");
            return Math.Sign(Utf8Order.Compare(a, b))
                == Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));
        });

    [Theory]
    [InlineData("a//b/./c/", "a/b/c")]
    [InlineData("a/../b", "b")]
    [InlineData(".", ".")]
    public void Paths_are_normalised(string text, string expected) =>
        Assert.Equal(expected, RelativePath.Parse(text).ToString());

    [Theory]
    [InlineData("/a")]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData("a\0b")]
    public void Paths_that_leave_the_root_are_refused(string text) => Assert.False(RelativePath.TryParse(text, out _));

    [Fact]
    public void Whole_components_are_compared()
    {
        Assert.True(RelativePath.Parse("repo/x").IsIn(RelativePath.Parse("repo")));
        Assert.False(RelativePath.Parse("repo-evil/x").IsIn(RelativePath.Parse("repo")));
    }
}
