using Slipway.Core.Configuration;

namespace Slipway.Review.Checks.Rules;

/// <summary>How to say where something is configured.</summary>
internal static class ConfigWords
{
    /// <summary>A key of <c>slipway.yml</c>, with what else a file that is not there yet has to say.</summary>
    /// <remarks>Without <c>scheme:</c> the file would stand alone, and the tree's own files would not count.</remarks>
    public static string Key(Dialect dialect, string key) => dialect == SlipwayDialect.Instance
        ? $"'{key}' in {ConfigReader.FileName}"
        : $"'{key}' in a {ConfigReader.FileName} that says 'scheme: {dialect.Name}'";
}
