namespace Slipway.Registry.Tests.Support;

/// <summary>The programs that tests need; without one a test is skipped, and fails in CI.</summary>
internal static class Needed
{
    public static string Program(string name, string package)
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Concat(["/usr/sbin", "/sbin"])
            .Select(folder => Path.Join(folder, name))
            .FirstOrDefault(File.Exists);
        if (found is not null)
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
}
