using System.Net;
using Slipway.Application.Trusting;
using Slipway.Model.Digests;
using Slipway.Tests.Http;
using Slipway.Tree;

namespace Slipway.Application.Tests.Trusting;

/// <summary>Trees of a real git repository over HTTP, whose server also has a fork's commits.</summary>
public sealed class GitSourcesTests : IAsyncLifetime
{
    private const string Repository = "https://github.com/example/product";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-sources-");
    private readonly HttpListener _web = new();
    private string _address = string.Empty;
    private string _landed = string.Empty;
    private string _forked = string.Empty;
    private string _side = string.Empty;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Work => Path.Join(_folder.FullName, "work");

    private string Served => Path.Join(_folder.FullName, "served");

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Join(Work, "images", "base"));
        File.WriteAllText(Path.Join(Work, "slipway.yml"), "folder: images\n");
        File.WriteAllText(Path.Join(Work, "images", "base", "Dockerfile"), "FROM scratch\nCOPY content /\n");
        File.WriteAllText(Path.Join(Work, "images", "base", "content"), "one");
        GitTool.Run(Work, ["init", "--quiet", "--initial-branch=main"]);
        _landed = Commit("landed");
        GitTool.Run(Work, ["switch", "--quiet", "--create", "side"]);
        File.WriteAllText(Path.Join(Work, "images", "base", "content"), "side");
        _side = Commit("side");
        GitTool.Run(Work, ["switch", "--quiet", "main"]);
        // What a fork pushed: the server has it under a name of a pull request, and would hand it out.
        GitTool.Run(Work, ["switch", "--quiet", "--create", "fork"]);
        File.WriteAllText(Path.Join(Work, "images", "base", "content"), "forked");
        _forked = Commit("forked");
        GitTool.Run(Work, ["switch", "--quiet", "main"]);
        GitTool.Run(_folder.FullName, ["clone", "--quiet", "--bare", Work, Served]);
        GitTool.Run(Served, ["update-ref", "refs/pull/1/head", _forked]);
        GitTool.Run(Served, ["update-ref", "-d", "refs/heads/fork"]);
        GitTool.Run(Served, ["update-server-info"]);
        Listen();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _web.Close();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_commit_of_a_named_branch_is_fetched_and_gives_digests()
    {
        var facts = await Sources(null).FindAsync(Ask(_landed, "main"), Cancel);

        Assert.Null(facts.Fault);
        Assert.Equal(["main"], facts.Branches!.Value);
        var own = await Sources(Work).FindAsync(Ask(_landed), Cancel);
        Assert.Equal(own.Images!["base"], facts.Images!["base"]);
        Assert.NotNull(facts.Images!["base"].ContextHash);
    }

    [Fact]
    public async Task Several_fetch_one_repository_at_once_and_none_is_in_the_way_of_another()
    {
        // As other processes do, each with branches of its own: what one prunes another one has just fetched.
        var questions = Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? Ask(_landed, "main") : Ask(_side, "side"));

        var facts = await Task.WhenAll(questions.Select(question => Sources(null).FindAsync(question, Cancel)));

        Assert.All(facts, one => Assert.Null(one.Fault));
        Assert.All(facts.Chunk(2), pair => Assert.Equal(
            ("main", "side"), (Assert.Single(pair[0].Branches!.Value), Assert.Single(pair[1].Branches!.Value))));
    }

    [Fact]
    public async Task Who_was_cancelled_leaves_the_tree_to_be_looked_at_by_others()
    {
        var sources = Sources(null);
        using var first = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var given = sources.FindAsync(Ask(_landed, "main"), first.Token);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        var facts = await sources.FindAsync(Ask(_landed, "main"), Cancel);

        Assert.Equal(["main"], facts.Branches!.Value);
    }

    [Theory]
    [InlineData("config.lock")]
    [InlineData("HEAD.lock")]
    [InlineData("refs/remotes/origin/main.lock")]
    public async Task What_git_left_when_it_was_killed_is_in_nobodys_way(string left)
    {
        await Sources(null).FindAsync(Ask(_landed, "main"), Cancel);
        string kept = Assert.Single(Directory.GetDirectories(Path.Join(_folder.FullName, "kept")));
        string path = Path.Join(kept, ".git", left);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, string.Empty, Cancel);
        // The branch moves, so that git writes.
        File.WriteAllText(Path.Join(Work, "images", "base", "content"), "later");
        string later = Commit("later");
        GitTool.Run(Work, ["push", "--quiet", Served, "main"]);
        GitTool.Run(Served, ["update-server-info"]);

        var facts = await Sources(null).FindAsync(Ask(later, "main"), Cancel);

        Assert.Null(facts.Fault);
        Assert.Equal(["main"], facts.Branches!.Value);
    }

    [Fact]
    public async Task A_commit_of_a_fork_is_served_and_counts_for_nothing()
    {
        // The server hands it out to who asks for it.
        string other = Path.Join(_folder.FullName, "other");
        GitTool.Run(_folder.FullName, ["init", "--quiet", other]);
        GitTool.Run(other, ["fetch", "--quiet", _address, "refs/pull/1/head"]);
        Assert.Equal(_forked, GitTool.Run(other, ["rev-parse", "FETCH_HEAD"]).Trim());

        var facts = await Sources(null).FindAsync(Ask(_forked, "main"), Cancel);

        Assert.Null(facts.Fault);
        Assert.Empty(facts.Branches!.Value);
        Assert.Null(facts.Images);
    }

    [Fact]
    public async Task A_commit_of_a_fork_that_the_checkout_has_is_on_no_branch_either()
    {
        var facts = await Sources(Work).FindAsync(Ask(_forked, "main"), Cancel);

        Assert.Empty(facts.Branches!.Value);
    }

    [Theory]
    [InlineData("main", true)]
    [InlineData("si*", false)]
    public async Task Only_the_branches_that_are_named_count(string pattern, bool isEmpty)
    {
        var facts = await Sources(null).FindAsync(Ask(_side, pattern), Cancel);

        Assert.Equal(isEmpty ? [] : ["side"], facts.Branches!.Value);
    }

    [Fact]
    public async Task What_is_not_committed_does_not_count()
    {
        var before = await Sources(Work).FindAsync(Ask(_landed), Cancel);
        File.WriteAllText(Path.Join(Work, ".gitignore"), "ignored\n");
        File.WriteAllText(Path.Join(Work, "images", "base", "ignored"), "x");
        File.WriteAllText(Path.Join(Work, "images", "base", "untracked"), "x");
        File.WriteAllText(Path.Join(Work, "images", "base", "content"), "changed");

        var after = await Sources(Work).FindAsync(Ask(_landed), Cancel);

        Assert.NotNull(before.Images!["base"].Digest);
        Assert.Equal(before.Images!["base"], after.Images!["base"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_the_commit_nothing_is_known(bool isShort)
    {
        var facts = await Sources(Work).FindAsync(Ask(isShort ? _landed[..12] : new string('1', 40)), Cancel);

        Assert.Null(facts.Images);
        Assert.NotNull(facts.Fault);
    }

    [Fact]
    public async Task A_repository_that_does_not_answer_is_said_to_be_not_fetched()
    {
        var facts = await Sources(null).FindAsync(
            new SourceQuestion(Repository, _landed, $"http://127.0.0.1:{FreePort.Find()}/x", ["main"]), Cancel);

        Assert.Null(facts.Branches);
        Assert.Contains("cannot be fetched", facts.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ext::sh -c touch% {0}/harmed")]
    [InlineData("file://{0}/served")]
    public async Task Only_addresses_of_the_web_are_fetched(string address)
    {
        var facts = await Sources(null).FindAsync(
            new SourceQuestion(
                Repository, _landed, address.Replace("{0}", _folder.FullName, StringComparison.Ordinal), ["main"]),
            Cancel);

        Assert.NotNull(facts.Fault);
        Assert.False(File.Exists(Path.Join(_folder.FullName, "harmed")));
    }

    [Fact]
    public async Task Only_the_images_that_are_asked_for_are_read()
    {
        Directory.CreateDirectory(Path.Join(Work, "images", "other"));
        File.WriteAllText(Path.Join(Work, "images", "other", "Dockerfile"), "FROM scratch\nCOPY missing /\n");
        string both = Commit("both");
        var sources = Sources(Work);

        var one = await sources.FindAsync(Ask(both) with { Images = ["base", "absent"] }, Cancel);
        var all = await sources.FindAsync(Ask(both), Cancel);
        var none = await sources.FindAsync(Ask(both) with { Images = [] }, Cancel);

        Assert.Equal(["base"], one.Images!.Keys);
        Assert.Equal(["base", "other"], all.Images!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(all.Images["base"], one.Images["base"]);
        Assert.True(one.Knows("absent"));
        Assert.False(one.Knows("other"));
        Assert.True(all.Knows("other"));
        Assert.Null(none.Images);
        Assert.Equal(["base"], none.With(one).Images!.Keys);
        Assert.False(none.With(one).Knows("other"));
    }

    [Fact]
    public async Task What_is_at_hand_is_called_the_same_until_the_checkout_has_something_else()
    {
        string clone = Path.Join(_folder.FullName, "clone");
        GitTool.Run(
            _folder.FullName,
            ["clone", "--quiet", "--no-local", "--single-branch", "--branch=main", Served, clone]);
        GitTool.Run(clone, ["remote", "set-url", "origin", Repository]);
        string without = await AtHandAsync(null, _side);
        string lacking = await AtHandAsync(clone, _side);
        string again = await AtHandAsync(clone, _side);

        GitTool.Run(clone, ["fetch", "--quiet", Served, "refs/heads/side"]);
        string had = await AtHandAsync(clone, _side);
        string onNone = await AtHandAsync(clone, _side, "side");
        GitTool.Run(clone, ["fetch", "--quiet", Served, "refs/heads/side:refs/remotes/origin/side"]);
        string onSide = await AtHandAsync(clone, _side, "side");

        Assert.Equal(lacking, again);
        Assert.Equal(5, new HashSet<string>([without, lacking, had, onNone, onSide]).Count);
        Assert.Equal(had, await AtHandAsync(Work, _side));
    }

    private Task<string> AtHandAsync(string? tree, string revision, params string[] branches) =>
        Sources(tree).AtHandAsync([Ask(revision, branches)], Cancel);

    private SourceQuestion Ask(string revision, params string[] branches) =>
        new(Repository, revision, _address, [.. branches]);

    private GitSources Sources(string? tree) => new(
        () => tree is null ? null : new LocalSourceTree(tree),
        Path.Join(_folder.FullName, "kept"),
        NoDigestCache.Instance);

    private string Commit(string message)
    {
        GitTool.Run(Work, ["add", "--all"]);
        GitTool.Run(Work, ["commit", "--quiet", $"--message={message}"]);
        return GitTool.Run(Work, ["rev-parse", "HEAD"]).Trim();
    }

    private void Listen()
    {
        string root = $"http://127.0.0.1:{FreePort.Find()}/";
        _address = $"{root}served";
        _web.Prefixes.Add(root);
        _web.Start();
        _ = AnswerAsync();
    }

    // git's plain protocol is files.
    private async Task AnswerAsync()
    {
        while (_web.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _web.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            string file = Path.Join(_folder.FullName, context.Request.Url!.AbsolutePath);
            context.Response.StatusCode = File.Exists(file) ? 200 : 404;
            await context.Response.OutputStream.WriteAsync(File.Exists(file) ? File.ReadAllBytes(file) : []);
            context.Response.Close();
        }
    }
}
