using Slipway.Core.Dockerignore;
using Slipway.Model.Diagnostics;

namespace Slipway.Core.Tests.Dockerignore;

public sealed class GlobPatternTests
{
    // Most rows are those of moby's own tests, https://github.com/moby/patternmatcher/blob/main/patternmatcher_test.go
    [Theory]
    [InlineData("**", "file", true)]
    [InlineData("**", "file/a", true)]
    [InlineData("**/", "dir/file", true)]
    [InlineData("**/**", "dir/dir2/file", true)]
    [InlineData("dir/**", "dir/dir2/file", true)]
    [InlineData("dir/**", "dir", false)]
    [InlineData("**/dir", "dir/dir", true)]
    [InlineData("**/dir2/*", "dir/dir2/file", true)]
    [InlineData("**/dir2/*", "dir/dir2/dir2/file", true)]
    [InlineData("**/dir2/**", "dir/dir2/dir2/file", true)]
    [InlineData("**file", "file", true)]
    [InlineData("**file", "dir/file", true)]
    [InlineData("**/file", "dir/file", true)]
    [InlineData("**/file", "dir/dir2/file", true)]
    [InlineData("**file", "dir/myfile", true)]
    [InlineData("**/file", "dir/myfile", false)]
    [InlineData("**/file*", "dir/dir2/file.txt", true)]
    [InlineData("**/file*txt", "dir/dir2/file.txt", true)]
    [InlineData("**/**/*.txt", "file.txt", true)]
    [InlineData("**/**/*.txt2", "dir/dir2/file.txt", false)]
    [InlineData("a**/*.txt", "a/dir/dir/file.txt", true)]
    [InlineData("a**", "abc", true)]
    [InlineData("a**", "bac", false)]
    [InlineData("a/*.txt", "a/dir/file.txt", false)]
    [InlineData("a/*.txt**", "a/file.txt", true)]
    [InlineData("a[b-d]e", "ae", false)]
    [InlineData("a[b-d]e", "ace", true)]
    [InlineData("a[^b-d]e", "aze", true)]
    [InlineData("a[^b-d]e", "ace", false)]
    [InlineData("[a-ζ]*", "α", true)]
    [InlineData("*[a-ζ]", "A", false)]
    [InlineData(@"[\]a]", "]", true)]
    [InlineData(@"[\-x]", "-", true)]
    [InlineData(".*", ".foo", true)]
    [InlineData(".*", "foo", false)]
    [InlineData("abc.def", "abcZdef", false)]
    [InlineData("abc?def", "abcZdef", true)]
    [InlineData("a?b", "a☺b", true)]
    [InlineData("a?b", "a\U0001F600b", true)]
    [InlineData("a???b", "a☺b", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("a*b", "a/b", false)]
    [InlineData(@"a\\", @"a\", true)]
    [InlineData(@"a\*b", "a*b", true)]
    [InlineData(@"a\*b", "axb", false)]
    [InlineData(@"\#x", "#x", true)]
    [InlineData("**/foo/bar", "foo/bar", true)]
    [InlineData("**/foo/bar", "dir/dir2/foo/bar", true)]
    [InlineData("abc/**", "abc/def/ghi", true)]
    [InlineData("**/.foo", "bar.foo", false)]
    [InlineData("a(b)c/def", "a(b)c/def", true)]
    [InlineData("a.|)$(}+{bc", "a.|)$(}+{bc", true)]
    [InlineData("dist/*.whl", "dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl", true)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxexxx/f", true)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzx", true)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzy", false)]
    [InlineData("/lead", "lead", true)]
    [InlineData("trail/", "trail", true)]
    [InlineData("./a//b/../c", "a/c", true)]
    [InlineData(".", "a", false)]
    [InlineData("..", "a", false)]
    public void A_pattern_takes_the_paths_that_moby_takes(string pattern, string path, bool taken)
    {
        Assert.Equal(taken, IgnorePattern.TryParse(pattern, 1)!.Matches(path));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("a[")]
    [InlineData("[]a]")]
    [InlineData("[-]")]
    [InlineData("[x-]")]
    [InlineData("[-x]")]
    [InlineData("[a-b-c]")]
    [InlineData("[^]")]
    [InlineData(@"a\")]
    [InlineData(@"[\")]
    [InlineData("!")]
    public void What_moby_refuses_is_refused(string pattern)
    {
        Assert.Null(IgnorePattern.TryParse(pattern, 1));
    }

    [Theory]
    [InlineData("**\n!util/docker/web", "util/docker/web/foo", false)]
    [InlineData("**\n!util/docker/web\nutil/docker/web/foo", "util/docker/web/foo", true)]
    [InlineData("**\n!dist/*.whl", "dist/proxy.whl", false)]
    [InlineData("docs\n!docs/README.md", "docs/README.md", false)]
    [InlineData("!docs/README.md\ndocs", "docs/README.md", true)]
    [InlineData("docs\n!docs/README.md", "docs/deep/README.md", true)]
    [InlineData("a/b", "a/b/c/d", true)]
    [InlineData("*/b", "a/b/c/d", true)]
    [InlineData("a\n!a/*", "a/b/c", false)]
    [InlineData("# docs", "# docs", false)]
    [InlineData(" # docs", "# docs", true)]
    [InlineData("\uFEFFdocs\r\nx", "docs", true)]
    [InlineData("  docs  \r\n\r\n", "docs", true)]
    [InlineData("docs\n! docs/x ", "docs/x", false)]
    [InlineData("!x", "x", false)]
    public void Patterns_apply_in_their_order_and_to_all_below_a_folder(string text, string path, bool excluded)
    {
        var problems = new DiagnosticBag();
        var filter = new DockerignoreFilter(DockerignoreFile.Parse(text, "img/.dockerignore", problems));

        Assert.Empty(problems.ToSorted());
        Assert.Equal(excluded, filter.Excluding(path) is not null);
    }
}
