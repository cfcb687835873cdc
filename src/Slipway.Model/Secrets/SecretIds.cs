using System.Text.RegularExpressions;

namespace Slipway.Model.Secrets;

/// <summary>What can be the id of a build secret.</summary>
public static partial class SecretIds
{
    /// <summary>What to tell who wrote another.</summary>
    public const string Remedy =
        "Use letters, digits, '.', '_' and '-', beginning with a letter or digit, 128 characters at most.";

    public static bool IsValid(string text) => Pattern().IsMatch(text);

    // The id becomes a part of '--secret id=…,src=…', so a comma or an equals sign must not be in it.
    [GeneratedRegex(
        @"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
