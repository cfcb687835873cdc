namespace Slipway.Taskcluster.Environments;

internal static class Variables
{
    /// <summary>
    /// The value of a variable; null when it is unset or empty, which Taskcluster's clients take for the same.
    /// </summary>
    public static string? Get(this IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
}
