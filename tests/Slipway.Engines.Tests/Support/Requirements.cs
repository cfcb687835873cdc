namespace Slipway.Engines.Tests.Support;

/// <summary>A test that lacks something is skipped with the reason on a person's machine, and fails in CI.</summary>
internal static class Requirements
{
    public static void Lacking(string reason)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal))
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    public static string? FindOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Concat(["/usr/sbin", "/sbin"])
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
