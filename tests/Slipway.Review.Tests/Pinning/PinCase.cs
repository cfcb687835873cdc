using System.Text;
using Slipway.Model.Values;
using Slipway.Review.Pinning;
using Slipway.Tests.Cases;
using Slipway.Tests.Trees;

namespace Slipway.Review.Tests.Pinning;

/// <summary>Pins a tree as a test says it; the registry has one digest for everything.</summary>
internal static class PinCase
{
    public static readonly RepoDigest New = RepoDigest.Parse(new string('1', 64));

    public static readonly string Pin = "@" + New.ToOciString();

    public static readonly string OldPin = "@sha256:" + new string('0', 64);

    public static PinSites Find(this InMemorySourceTree tree)
    {
        var catalog = tree.Sound();
        return PinFinder.Find(catalog, catalog.ParentsFirst, tree);
    }

    public static PinPlan Plan(this InMemorySourceTree tree, PinScope scope = PinScope.Missing)
    {
        var found = tree.Find();
        return PinPlan.Make(found, scope, PinPlan.Questions(found, scope).ToDictionary(question => question, _ => New));
    }

    /// <summary>The files that change, as text.</summary>
    public static Dictionary<string, string> Changed(this PinPlan plan) => plan.Contents().ToDictionary(
        file => file.Key.Value, file => Encoding.UTF8.GetString(file.Value.Span), StringComparer.Ordinal);

    /// <summary>The one Dockerfile of a tree after pinning.</summary>
    public static string Pinned(string dockerfile, PinScope scope = PinScope.Missing) =>
        Assert.Single(CatalogCase.TreeWith(("a", dockerfile)).Plan(scope).Changed()).Value;
}
