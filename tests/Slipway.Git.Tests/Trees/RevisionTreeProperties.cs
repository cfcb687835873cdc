using CsCheck;
using Slipway.Git.Tests.Support;
using Slipway.Model.Trees;
using Slipway.Tree;

namespace Slipway.Git.Tests.Trees;

public sealed class RevisionTreeProperties
{
    private static readonly string[] Paths = ["a", "b", "d/a", "d/b", "d/e/a", "d/e/b", "f/a"];

    // Every way in which a path can come to be another thing.
    private static readonly Gen<(string Path, int Kind, int Content)[]> Edits = Gen.Select(
        Gen.Int[0, 6].Select(i => Paths[i]), Gen.Int[0, 4], Gen.Int[0, 3]).Array[1, 6];

    [Fact]
    public void The_tree_of_a_revision_is_what_a_clone_of_it_has() =>
        Gen.Select(Edits, Edits, Edits).Sample(
            (before, after, uncommitted) =>
            {
                using var checkout = new TempCheckout();
                Apply(checkout, before);
                string then = checkout.Commit();
                Apply(checkout, after);
                checkout.Commit();
                Apply(checkout, uncommitted);
                checkout.Git("add", "--all");

                string clone = checkout.Outside + "/clone";
                checkout.Git("clone", "--quiet", "--no-checkout", checkout.Root, clone);
                checkout.Git("-C", clone, "checkout", "--quiet", then);
                Assert.Equal(TreeListing.Of(new LocalSourceTree(clone)), TreeListing.Of(RevisionTree(checkout, then)));
            },
            iter: 15,
            threads: 1);

    private static ISourceTree RevisionTree(TempCheckout checkout, string revision)
    {
        // The sampler takes no tasks.
        return Task.Run(async () =>
        {
            var repository = await GitRepository.RequireAsync(checkout.Root, CancellationToken.None);
            var commit = await repository.ResolveAsync(revision, CancellationToken.None);
            return await repository.OpenTreeAsync(commit, checkout.Open(), CancellationToken.None);
        }).Result;
    }

    private static void Apply(TempCheckout checkout, IEnumerable<(string Path, int Kind, int Content)> edits)
    {
        foreach (var (path, kind, content) in edits)
        {
            MakeRoom(checkout, path);
            _ = kind switch
            {
                0 => checkout,
                1 => checkout.Link(path, content % 2 == 0 ? "d" : "nowhere"),
                2 => checkout.Write(path, $"{content}").MakeExecutable(path),
                _ => checkout.Write(path, $"{content}"),
            };
        }
    }

    /// <summary>Takes away what stands at a path, and what stands where its folders have to be.</summary>
    private static void MakeRoom(TempCheckout checkout, string path)
    {
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            string folder = checkout.Path(path[..slash]);
            if (new FileInfo(folder) is var info && (info.Exists || info.LinkTarget is not null))
            {
                File.Delete(folder);
            }
        }

        if (
            Directory.Exists(checkout.Path(path))
            || new FileInfo(checkout.Path(path)) is { Exists: true } or { LinkTarget: not null })
        {
            checkout.Delete(path);
        }
    }
}
