using Slipway.Git.Tests.Support;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Git.Tests.Trees;

public sealed class RevisionTreeTests : IDisposable
{
    private readonly TempCheckout _checkout = new();
    private GitRepository? _repository;

    [Fact]
    public async Task A_changed_file_has_the_content_and_the_size_that_it_had()
    {
        string then = _checkout.Write("a/file", "before").Commit();
        _checkout.Write("a/file", "and after");

        Assert.Equal("before", TreeListing.ReadText(await TreeAsync(then), "a/file"));
        Assert.Equal(6, (await TreeAsync(then)).Find(RelativePath.Parse("a/file"))!.Size);
    }

    [Fact]
    public async Task A_file_that_came_later_is_not_there_and_neither_is_its_folder()
    {
        string then = _checkout.Write("a", "a").Commit();
        _checkout.Write("new/folder/file", "new").Commit();

        var tree = await TreeAsync(then);
        Assert.Null(tree.Find(RelativePath.Parse("new/folder/file")));
        Assert.Null(tree.Find(RelativePath.Parse("new/folder")));
        Assert.Equal(["a"], Names(tree));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_there_with_its_folder()
    {
        string then = _checkout.Write("old/folder/file", "old").Commit();
        _checkout.Delete("old").Commit();

        var tree = await TreeAsync(then);
        Assert.Equal("old", TreeListing.ReadText(tree, "old/folder/file"));
        Assert.Equal(EntryKind.Folder, tree.Find(RelativePath.Parse("old"))!.Kind);
    }

    [Fact]
    public async Task Untracked_and_ignored_files_show_through()
    {
        string then = _checkout.Write(".gitignore", "staged/\n").Write("a", "a").Commit();
        _checkout.Write("staged/tool", "binary").Write("new", "new").Write("a", "b").Commit();
        _checkout.Write("untracked", "u");

        Assert.Equal([".gitignore", "a", "staged", "untracked"], Names(await TreeAsync(then)));
    }

    [Fact]
    public async Task Untracked_files_that_are_not_ignored_can_be_hidden_with_their_folders()
    {
        string then = _checkout.Write(".gitignore", "staged/\n").Write("a/file", "a").Commit();
        _checkout.Write("staged/tool", "binary").Write("a/new", "new").Write("fresh/file", "f").Write("a/file", "b");

        var repository = _repository = await GitRepository.RequireAsync(_checkout.Root, Cancel);
        var tree = await repository.OpenTreeAsync(
            await repository.ResolveAsync(then, Cancel), _checkout.Open(), hideUntracked: true, Cancel);
        Assert.Equal([".gitignore", "a", "staged"], Names(tree));
        Assert.Equal(["file"], tree.List(RelativePath.Parse("a")).Select(entry => entry.Path.Name));
    }

    [Fact]
    public async Task An_executable_bit_and_a_link_are_those_of_the_revision()
    {
        string then = _checkout.Write("run", "#!").MakeExecutable("run").Link("link", "run").Commit();
        _checkout.Delete("run").Delete("link").Write("run", "#!").Link("link", "elsewhere").Commit();

        var tree = await TreeAsync(then);
        Assert.True(tree.Find(RelativePath.Parse("run"))!.Mode.HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("run", tree.Find(RelativePath.Parse("link"))!.LinkTarget);
    }

    [Fact]
    public async Task A_file_that_has_become_a_folder_is_a_file()
    {
        string then = _checkout.Write("x", "file").Commit();
        _checkout.Delete("x").Write("x/inner", "inner").Commit();
        _checkout.Write("x/untracked", "u");

        Assert.Equal("file", TreeListing.ReadText(await TreeAsync(then), "x"));
    }

    [Fact]
    public async Task A_folder_that_has_become_a_link_is_not_looked_into_through_the_link()
    {
        string then = _checkout.Write("x/inner", "inner").Write("other/stranger", "s").Commit();
        _checkout.Delete("x").Link("x", "other").Commit();

        var tree = await TreeAsync(then);
        Assert.Equal(["inner"], tree.List(RelativePath.Parse("x")).Select(entry => entry.Path.Name));
        Assert.Null(tree.Find(RelativePath.Parse("x/stranger")));
    }

    [Fact]
    public async Task A_root_below_the_top_of_the_checkout_is_the_root()
    {
        string then = _checkout.Write("sub/file", "before").Write("top", "top").Commit();
        _checkout.Write("sub/file", "after").Write("top", "changed").Commit();

        var tree = await TreeAsync(then, below: "sub");
        Assert.Equal(["file"], Names(tree));
        Assert.Equal("before", TreeListing.ReadText(tree, "file"));
    }

    [Theory]
    [InlineData("*.txt text eol=crlf\n")]
    [InlineData("*.txt ident\n")]
    [InlineData("*.txt working-tree-encoding=UTF-16LE text\n")]
    public async Task A_file_has_the_bytes_that_a_checkout_would_write(string attributes)
    {
        string then = _checkout.Write(".gitattributes", attributes).Write("a.txt", "on\n$Id$\n").Commit();
        _checkout.Git("clone", "--quiet", _checkout.Root, _checkout.Outside + "/clone");
        _checkout.Write("a.txt", "two\n").Commit();

        var tree = await TreeAsync(then);
        Assert.Equal(
            Convert.ToHexStringLower(await File.ReadAllBytesAsync(_checkout.Outside + "/clone/a.txt", Cancel)),
            TreeListing.Read(tree, tree.Find(RelativePath.Parse("a.txt"))!));
    }

    [Fact]
    public async Task A_file_of_several_megabytes_is_read_whole()
    {
        string big = string.Concat(Enumerable.Repeat("0123456789", 300_000));
        string then = _checkout
            .Write("big", big)
            .Write(".gitattributes", "*.crlf eol=crlf\n")
            .Write("big.crlf", big + "\n")
            .Commit();
        _checkout.Write("big", "small").Write("big.crlf", "small").Commit();

        var tree = await TreeAsync(then);
        Assert.Equal(big, TreeListing.ReadText(tree, "big"));
        Assert.Equal(big + "\r\n", TreeListing.ReadText(tree, "big.crlf"));
    }

    [Fact]
    public async Task A_name_that_is_not_utf8_is_refused_in_its_folder_only()
    {
        _checkout.Write("good/file", "g");
        _checkout.Git("-c", "core.precomposeunicode=false", "add", "--all");
        string blob = _checkout.Git("hash-object", "-w", "good/file");
        // 0xe9 alone is no UTF-8, and .NET cannot write such a name.
        string then = CommitRawName(blob, "bad/caf\\351");

        var tree = await TreeAsync(then);
        Assert.Equal(["bad", "good"], Names(tree));
        var entry = Assert.Single(tree.List(RelativePath.Parse("bad")));
        Assert.Equal(TreeCodes.NameNotUtf8, entry.Problem?.Code);
    }

    [Fact]
    public async Task A_submodule_at_another_commit_has_what_it_had_then()
    {
        using var library = new TempCheckout();
        library.Write("lib", "1").Commit();
        _checkout.Write("a", "a").Git("submodule", "--quiet", "add", library.Root, "library");
        string then = _checkout.Commit();
        library.Write("lib", "2").Commit();
        _checkout.Git("-C", "library", "pull", "--quiet");
        _checkout.Commit();

        var tree = await TreeAsync(then);
        Assert.Equal([".gitmodules", "a", "library"], Names(tree));
        Assert.Equal("1", TreeListing.ReadText(tree, "library/lib"));
    }

    [Fact]
    public async Task A_submodule_at_the_same_commit_shows_through()
    {
        using var library = new TempCheckout();
        library.Write("lib", "1").Commit();
        _checkout.Write("a", "a").Git("submodule", "--quiet", "add", library.Root, "library");
        string then = _checkout.Commit();
        _checkout.Write("a", "b").Commit();

        Assert.Equal("1", TreeListing.ReadText(await TreeAsync(then), "library/lib"));
    }

    [Fact]
    public async Task A_conflict_in_the_index_does_not_matter()
    {
        string then = _checkout.Write("a", "base").Commit();
        _checkout.Git("checkout", "--quiet", "-b", "one");
        _checkout.Write("a", "one").Commit();
        _checkout.Git("checkout", "--quiet", "-b", "two", then);
        _checkout.Write("a", "two").Commit();
        Assert.Throws<Xunit.Sdk.TrueException>(() => _checkout.Git("merge", "one"));
        Assert.NotEmpty(_checkout.Git("ls-files", "--unmerged"));

        Assert.Equal("base", TreeListing.ReadText(await TreeAsync(then), "a"));
    }

    public void Dispose()
    {
        _repository?.Dispose();
        _checkout.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IEnumerable<string> Names(ISourceTree tree) =>
        tree.List(RelativePath.Root).Select(entry => entry.Path.Name).Where(name => name != ".git");

    private async Task<ISourceTree> TreeAsync(string revision, string below = "")
    {
        _repository ??= await GitRepository.RequireAsync(_checkout.Path(below), Cancel);
        return await _repository.OpenTreeAsync(
            await _repository.ResolveAsync(revision, Cancel), _checkout.Open(below), Cancel);
    }

    private string CommitRawName(string blob, string escapedName)
    {
        string script = Path.Join(_checkout.Outside, "commit.sh");
        File.WriteAllText(
            script,
            $"""
            set -e
            cd '{_checkout.Root}'
            printf '100644 {blob}\t{escapedName}\0' | git update-index -z --index-info
            git -c user.name=Test -c user.email=test@example.org commit --quiet --message=raw
            """);
        using var process = System.Diagnostics.Process.Start("sh", [script]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return _checkout.Git("rev-parse", "HEAD");
    }
}
