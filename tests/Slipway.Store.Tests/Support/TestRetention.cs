using Slipway.Model.Maintenance;
using Slipway.Model.Values;

namespace Slipway.Store.Tests.Support;

/// <summary>A policy that knows what it keeps by the names of entries.</summary>
/// <param name="kept">What the entries of builds that stay begin with, expired or not.</param>
/// <param name="removed">What the entries of builds that go begin with, expired or not.</param>
internal sealed class TestRetention(string kept, string removed) : IRetention
{
    public int Asked { get; private set; }

    public RetentionDecision Decide(StoreContents contents)
    {
        Asked++;
        return new RetentionDecision(
            contents.Entries
                .Where(entry => Begins(entry.Namespace, kept))
                .Select(entry => entry.Build)
                .ToHashSet(),
            contents.Entries
                .Select(entry => entry.Namespace)
                .Where(ns => Begins(ns, removed))
                .ToHashSet());
    }

    private static bool Begins(IndexNamespace ns, string prefix) =>
        ns.Value.StartsWith(prefix, StringComparison.Ordinal);
}
