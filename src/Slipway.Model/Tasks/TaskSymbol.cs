namespace Slipway.Model.Tasks;

/// <summary>How Treeherder shows a task: <c>symbol</c>, or <c>group(symbol)</c>.</summary>
public static class TaskSymbol
{
    /// <summary>Takes a symbol apart as taskgraph does (<c>taskgraph/util/treeherder.py</c>).</summary>
    /// <returns>The group is null for a symbol that has none.</returns>
    public static (string? Group, string Symbol) Split(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        string? group = open < 0 ? null : text[..open];
        string symbol = open < 0 ? text : text[(open + 1)..].TrimEnd(')');
        return (group == "?" ? null : group, symbol);
    }
}
