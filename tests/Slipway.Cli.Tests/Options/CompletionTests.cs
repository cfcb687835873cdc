using System.Collections.Immutable;
using Slipway.Cli.Tests.Support;
using Slipway.Model.Indexing;
using Slipway.Model.Values;
using Slipway.Store;
using Slipway.Store.Settings;

namespace Slipway.Cli.Tests.Options;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("index find wor", "workshop.")]
    [InlineData("index find workshop.pinned.", "workshop.pinned.app", "workshop.pinned.deep.")]
    [InlineData("index find workshop.pinned.a", "workshop.pinned.app")]
    [InlineData("index list workshop.pinned.", "workshop.pinned.deep.")]
    [InlineData("index delete workshop.pinned.deep.", "workshop.pinned.deep.er")]
    [InlineData("load --namespace workshop.pinned.deep.", "workshop.pinned.deep.er")]
    [InlineData("index find nothing.")]
    public async Task Namespaces_are_completed_step_by_step(string line, params string[] expected)
    {
        using var workshop = new Workshop();
        await IndexAsync(workshop.Home, "workshop.pinned.app");
        await IndexAsync(workshop.Home, "workshop.pinned.deep.er");

        Assert.Equal(expected, (await SuggestAsync(workshop, line)).Where(word => !word.StartsWith('-')));
    }

    [Fact]
    public async Task Completing_makes_no_store()
    {
        using var workshop = new Workshop();

        await SuggestAsync(workshop, "index find x");

        Assert.False(Directory.Exists(workshop.Home));
    }

    [Fact]
    public async Task Options_are_offered_before_the_dashes_and_not_behind_them()
    {
        using var workshop = Workshop.WithImage();

        Assert.Contains("--volume", await SuggestAsync(workshop, "run base "));
        Assert.DoesNotContain(await SuggestAsync(workshop, "run base -- "), word => word.StartsWith('-'));
    }

    [Theory]
    [InlineData("", "--json")]
    [InlineData("trust ", "--json")]
    [InlineData("trust verify ", "--documents")]
    [InlineData("build base ", "--sign")]
    [InlineData("run base ", "--volume")]
    public async Task Dashes_alone_are_the_beginning_of_every_option(string line, string option)
    {
        using var workshop = Workshop.WithImage();

        Assert.Contains(option, await SuggestAsync(workshop, $"{line}--"));
    }

    [Fact]
    public async Task Dashes_behind_the_dashes_are_no_option_of_ours()
    {
        using var workshop = Workshop.WithImage();

        Assert.DoesNotContain(await SuggestAsync(workshop, "run base -- ls --"), word => word.StartsWith('-'));
    }

    [Fact]
    public async Task Help_is_offered_in_the_forms_of_this_system_only()
    {
        using var workshop = new Workshop();

        var offered = await SuggestAsync(workshop, "list -");

        Assert.Contains("--help", offered);
        Assert.DoesNotContain(offered, word => word is "-?" or "/?" or "/h");
    }

    private static async Task<string[]> SuggestAsync(Workshop workshop, string words)
    {
        string line = $"slipway --root {workshop.Tree} --home {workshop.Home} {words}";
        var run = await CliRun.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Equal(string.Empty, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static async Task IndexAsync(string home, string ns)
    {
        using var store = EmbeddedStore.Open(new StoreOptions { Home = home });
        await store.Index.InsertAsync(
            new IndexEntry(
                IndexNamespace.Parse(ns),
                BuildId.New(),
                1,
                DateTimeOffset.UtcNow.AddDays(1),
                ImmutableSortedDictionary<string, string>.Empty),
            TestContext.Current.CancellationToken);
    }
}
