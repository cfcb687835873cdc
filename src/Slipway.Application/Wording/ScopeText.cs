using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Application.Wording;

/// <summary>Scopes in a sentence.</summary>
public static class ScopeText
{
    /// <returns><c>at level 1</c>, <c>for pull request 42</c> or <c>for a pull request</c>.</returns>
    public static string Of(IndexScope scope) =>
        scope.Level is { } level ? $"at level {level}"
        : scope.Text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            ? $"for pull request {scope.Text[(dot + 1)..]}"
        : "for a pull request";

    /// <summary>How a command that somebody is told to run says the level, after a space; empty without one.</summary>
    internal static string Option(Level? level) => level is { } known ? $" --level {known}" : string.Empty;
}
