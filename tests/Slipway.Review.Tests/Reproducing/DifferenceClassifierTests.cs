using System.Text;
using CsCheck;
using Slipway.Core.Causes;
using Slipway.Core.Digests;
using Slipway.Model.Values;
using Slipway.Review.Reproducing;

namespace Slipway.Review.Tests.Reproducing;

public sealed class DifferenceClassifierTests
{
    [Theory]
    [InlineData(GitState.Untracked, DifferenceKind.Untracked)]
    [InlineData(GitState.Ignored, DifferenceKind.Ignored)]
    [InlineData(GitState.Changed, DifferenceKind.Uncommitted)]
    [InlineData(GitState.AssumedUnchanged, DifferenceKind.AssumedUnchanged)]
    [InlineData(GitState.NotCheckedOut, DifferenceKind.NotCheckedOut)]
    [InlineData(GitState.Committed, DifferenceKind.Submodule)]
    public void What_is_not_in_the_clone_is_what_git_knows_of_it(GitState state, DifferenceKind kind) =>
        Assert.Equal(
            kind, DifferenceClassifier.Classify(new InputChange.FileRemoved(File("a")), Facts("a", "", state)));

    [Theory]
    [InlineData("a\nb\n", "a\r\nb\r\n", DifferenceKind.LineEnds)]
    [InlineData("a\r\nb\r\n", "a\nb\n", DifferenceKind.LineEnds)]
    [InlineData("a\nb\n", "a\r\nc\r\n", DifferenceKind.Content)]
    [InlineData("a\r", "a\n", DifferenceKind.Content)]
    [InlineData("a\r", "a", DifferenceKind.Content)]
    [InlineData(
        "GIF89a",
        "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 6\n",
        DifferenceKind.LfsPointer)]
    public void Other_content_is_looked_at(string here, string there, DifferenceKind kind) =>
        Assert.Equal(
            kind,
            DifferenceClassifier.Classify(new InputChange.FileChanged(File(here), File(there)), Facts(here, there)));

    [Theory]
    [InlineData("755", "644", DifferenceKind.ExecutableBit)]
    [InlineData("644", "755", DifferenceKind.ExecutableBit)]
    [InlineData("644", "600", DifferenceKind.PermissionBits)]
    [InlineData("755", "700", DifferenceKind.PermissionBits)]
    public void Another_mode_is_the_executable_bit_or_the_others(string here, string there, DifferenceKind kind) =>
        Assert.Equal(
            kind,
            DifferenceClassifier.Classify(
                new InputChange.FileChanged(File("a") with { Mode = here }, File("a") with { Mode = there }),
                Facts("a", "a")));

    [Fact]
    public void A_bit_that_is_not_committed_is_named_as_a_bit() =>
        Assert.Equal(
            DifferenceKind.ExecutableBit,
            DifferenceClassifier.Classify(
                new InputChange.FileChanged(File("a") with { Mode = "755" }, File("a")),
                Facts("a", "a", GitState.Changed)));

    [Fact]
    public void A_link_that_became_a_file_is_a_link() =>
        Assert.Equal(
            DifferenceKind.Link,
            DifferenceClassifier.Classify(
                new InputChange.FileChanged(new ManifestFile("f", "link", null, null, "target"), File("target")),
                Facts("", "target")));

    [Fact]
    public void Every_text_differs_from_itself_with_other_line_ends_by_these_alone() =>
        Check.Sample(
            Gen.String[Gen.Char["ab\r\n"], 0, 20].Where(text => text.Contains('\n', StringComparison.Ordinal)),
            text =>
            {
                string unix = text.Replace("\r\n", "\n", StringComparison.Ordinal);
                // A lone CR before an LF that is written as CR LF would be one more line end.
                string windows = unix.Replace("\r", string.Empty, StringComparison.Ordinal)
                    .Replace("\n", "\r\n", StringComparison.Ordinal);
                unix = unix.Replace("\r", string.Empty, StringComparison.Ordinal);
                return DifferenceClassifier.Classify(
                        new InputChange.FileChanged(File(unix), File(windows)),
                        Facts(unix, windows)) == DifferenceKind.LineEnds;
            });

    private static ManifestFile File(string content) =>
        new("f", "644", Sha256Digest.Of(Encoding.UTF8.GetBytes(content)), content.Length, null);

    private static FileFacts Facts(string here, string there, GitState state = GitState.Committed) =>
        new(state, Encoding.UTF8.GetBytes(here), Encoding.UTF8.GetBytes(there));
}
