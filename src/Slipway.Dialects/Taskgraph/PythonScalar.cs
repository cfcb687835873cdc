using System.Text.RegularExpressions;
using Slipway.Core.Yaml;

namespace Slipway.Dialects.Taskgraph;

/// <summary>What PyYAML, which taskgraph reads its files with, takes a value for: that of YAML 1.1.</summary>
/// <remarks>The patterns are those of https://github.com/yaml/pyyaml/blob/6.0.2/lib/yaml/resolver.py.</remarks>
internal static partial class PythonScalar
{
    /// <returns>Null when it is no truth value.</returns>
    public static bool? ToBoolean(YamlNode node) => node is YamlScalar { IsPlain: true } scalar
        ? scalar.Text switch
        {
            "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
            "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
            _ => null,
        }
        : null;

    /// <summary>Whether it is text, and no number, date, truth value or nothing.</summary>
    public static bool IsText(YamlScalar scalar) =>
        !scalar.IsPlain
        || !(
            scalar.IsNull
            || ToBoolean(scalar) is not null
            || scalar.Text == "="
            || Number().IsMatch(scalar.Text)
            || Date().IsMatch(scalar.Text));

    [GeneratedRegex(
        """
        \A(?:
            [-+]?0b[0-1_]+ | [-+]?0[0-7_]+ | [-+]?(?:0|[1-9][0-9_]*) | [-+]?0x[0-9a-fA-F_]+
            | [-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+
            | [-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?
            | \.[0-9][0-9_]*(?:[eE][-+][0-9]+)?
            | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
            | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
        )\z
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(
        """
            \A(?:
                [0-9]{4}-[0-9]{2}-[0-9]{2}
                | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?
            )\z
            """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();
}
