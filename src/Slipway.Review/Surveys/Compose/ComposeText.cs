using System.Text.RegularExpressions;

namespace Slipway.Review.Surveys.Compose;

/// <summary>Values of compose files with variables of the environment in them.</summary>
/// <remarks>https://docs.docker.com/reference/compose-file/interpolation/</remarks>
internal static partial class ComposeText
{
    /// <summary>Puts in what is known without an environment: the defaults that are written beside variables.</summary>
    /// <returns>Null when a variable without a default is in it.</returns>
    public static string? Resolve(string text)
    {
        bool isKnown = true;
        string resolved = Variable().Replace(text, match =>
        {
            if (match.Value == "$$")
            {
                return "$";
            }

            // A default with a variable of its own is not looked into.
            isKnown &= match.Groups["default"].Success
                && !match.Groups["default"].Value.Contains('$', StringComparison.Ordinal);
            return match.Groups["default"].Value;
        });
        return isKnown ? resolved : null;
    }

    [GeneratedRegex(
        @"\$\$|\$\{(?>[A-Za-z_][A-Za-z0-9_]*)(?::?-(?<default>[^{}]*)|[^{}]*)\}|\$[A-Za-z_][A-Za-z0-9_]*",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
