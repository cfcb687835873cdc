using System.Diagnostics.CodeAnalysis;

namespace Slipway.Tests;

/// <summary>What a test needs of the machine: without it the test is skipped, and in CI it fails.</summary>
internal static class Needed
{
    public static bool IsCi { get; } = Environment.GetEnvironmentVariable("CI") == "true";

    /// <param name="what">Follows "This test needs".</param>
    public static void Or([DoesNotReturnIf(false)] bool present, string what)
    {
        if (!present)
        {
            Lacking($"This test needs {what}.");
        }
    }

    /// <param name="reason">Why the test cannot run here: a sentence.</param>
    [DoesNotReturn]
    public static void Lacking(string reason)
    {
        if (IsCi)
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    /// <summary>Needs a program.</summary>
    /// <param name="package">The package of Debian that has it, when it is called otherwise.</param>
    /// <returns>Where it is.</returns>
    public static string Program(string name, string? package = null)
    {
        string? found = Find(name);
        Or(found is not null, package is null ? name : $"{name} (package {package})");
        return found;
    }

    /// <summary>Where a program is; null when it is not there.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            // Not on the PATH of everybody who may run what is in them.
            .Concat(["/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
