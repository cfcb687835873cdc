namespace Slipway.Registry.Tests.Support;

/// <summary>The programs that tests need; without one a test is skipped, and fails in CI.</summary>
internal static class Needed
{
    public static string Program(string name, string package)
    {
        if (Find(name) is { } found)
        {
            return found;
        }

        string reason = $"There is no {name} (package {package}).";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
        return name;
    }

    /// <summary>Where a program is; null when it is not there.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Concat(["/usr/sbin", "/sbin"])
            .Select(folder => Path.Join(folder, name))
            .FirstOrDefault(File.Exists);
}
