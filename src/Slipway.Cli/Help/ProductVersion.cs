using System.Reflection;

namespace Slipway.Cli.Help;

/// <summary>The version of this program.</summary>
internal static class ProductVersion
{
    /// <summary>With the commit, where the program was built in a checkout: <c>0.1.0+4f2c…</c>.</summary>
    public static string Text { get; } =
        typeof(ProductVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    /// <summary>The version alone.</summary>
    public static string Number { get; } = Text.Split('+')[0];

    /// <summary>The commit from which it was built; null when that is not known.</summary>
    public static string? Commit { get; } = Text.Split('+') is [_, var commit] ? commit : null;
}
