using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Model.Text;
using Slipway.Model.Values;
using Slipway.Trust.Json;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Policies;

/// <summary>Writes a policy as <c>trust/policy.yml</c>.</summary>
public static class PolicyWriter
{
    /// <param name="policy">The policy.</param>
    /// <param name="by">Who allows the images that it lists.</param>
    /// <param name="on">The day.</param>
    /// <param name="why">Why they are allowed.</param>
    public static string Write(ChainPolicy policy, string by, DateOnly on, string why)
    {
        var text = new StringBuilder(
            """
            # Whom to trust: what has to hold of the tasks that made an image (docs/trust.md).
            # 'slipway trust check' reads this file, 'slipway trust verify' goes by it.

            # At each level: require, warn or off.
            trust:
              1: off
              2: warn
              3: warn


            """);
        Line(text, "source-type", policy.ProductType);
        Line(text, "variables", policy.SourcePrefix);
        if (policy.GitHubOwner is { } owner)
        {
            Line(text, "github-owner", owner);
        }

        Line(text, "projects", policy.ProjectsAddress);
        text.Append("repositories:\n");
        foreach (var rule in policy.Repositories)
        {
            text.Append("  - schemes: ").Append(Flow(rule.Schemes)).Append('\n');
            text.Append("    hosts: ").Append(Flow(rule.Hosts)).Append('\n');
            text.Append("    paths:\n");
            foreach (var path in rule.Paths)
            {
                text.Append("      - ").Append(Quoted(path.ToString())).Append('\n');
            }
        }

        List(text, "tasks-for", policy.TasksFor);
        List(text, "scriptworker-provisioners", policy.ScriptworkerProvisioners);
        List(text, "decision-pools", policy.DecisionPools);
        List(text, "image-pools", policy.ImagePools);
        if (policy.PrebuiltTypes is { } types)
        {
            List(text, "prebuilt-images", types);
        }
        else
        {
            Line(text, "prebuilt-images", "any");
        }

        text.Append("restricted-scopes:\n");
        foreach (var (scope, list) in policy.RestrictedScopes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append("  ").Append(Quoted(scope)).Append(": ").Append(Quoted(list)).Append('\n');
        }

        text.Append("trees:\n");
        foreach (var (name, trees) in policy.RestrictedTrees.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            List(text, $"  {Quoted(name)}", trees, "    ");
        }

        List(text, "hash-algorithms", policy.HashAlgorithms);
        text.Append(CultureInfo.InvariantCulture, $"longest-chain: {policy.MaximumLength}\n");
        text.Append("keys:\n");
        foreach (var (worker, keys) in policy.Keys.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append("  ").Append(Quoted(worker)).Append(keys.IsEmpty ? ": []\n" : ":\n");
            foreach (var key in keys.Where((key, at) => !keys.Take(at).Any(key.IsSameAs)))
            {
                text.Append("    - key: ").Append(Quoted(key.Text.Trim())).Append('\n');
            }
        }

        WriteImages(text, policy.ImageHashes, by, on, why);
        return text.ToString();
    }

    /// <summary>The item below <c>signers:</c> with which a policy trusts a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="level">The highest level for which it is to speak; null for the lowest.</param>
    /// <param name="note">A line of comment before it.</param>
    public static string Entry(VerifyingKey key, string name, string? level, string note)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Display.Line(note)).Append('\n');
        text.Append("# For trust/policy.yml; 'level' is the highest for whose builds the key may speak.\n");
        text.Append("signers:\n  - name: ").Append(Quoted(name)).Append('\n');
        text.Append("    key: ").Append(key.Text).Append('\n');
        text.Append("    level: ").Append(level ?? Level.Lowest.ToString()).Append('\n');
        if (key.RawText is { } raw)
        {
            text.Append("# As a worker's key, below 'keys' and the kind of worker: ").Append(raw).Append('\n');
        }

        return text.ToString();
    }

    private static void WriteImages(
        StringBuilder text,
        ImmutableDictionary<string, ImmutableHashSet<string>> images,
        string by,
        DateOnly on,
        string why)
    {
        if (images.IsEmpty)
        {
            return;
        }

        text.Append("image-hashes:\n");
        foreach (var (type, hashes) in images.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append("  ").Append(Quoted(type)).Append(hashes.IsEmpty ? ": []\n" : ":\n");
            foreach (string hash in hashes.Order(StringComparer.Ordinal))
            {
                text.Append("    - hash: ").Append(Quoted(hash)).Append('\n');
                text.Append("      by: ").Append(Quoted(by)).Append('\n');
                text.Append(CultureInfo.InvariantCulture, $"      on: {on:yyyy-MM-dd}\n");
                text.Append("      why: ").Append(Quoted(why)).Append('\n');
            }
        }
    }

    private static void Line(StringBuilder text, string key, string value) =>
        text.Append(key).Append(": ").Append(Quoted(value)).Append('\n');

    private static void List(StringBuilder text, string key, ImmutableHashSet<string> items, string indent = "  ")
    {
        text.Append(key).Append(items.IsEmpty ? ": []\n" : ":\n");
        foreach (string item in items.Order(StringComparer.Ordinal))
        {
            text.Append(indent).Append("- ").Append(Quoted(item)).Append('\n');
        }
    }

    private static string Flow(ImmutableHashSet<string> items) =>
        $"[{string.Join(", ", items.Order(StringComparer.Ordinal).Select(Quoted))}]";

    // A text of JSON is one of YAML.
    private static string Quoted(string text) => JsonValue.Create(text).Quoted();
}
