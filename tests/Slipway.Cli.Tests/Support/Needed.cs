namespace Slipway.Cli.Tests.Support;

/// <summary>Skips a test that needs something absent; in CI that is a failure.</summary>
internal static class Needed
{
    public static void Program(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        string reason = $"This test needs {path}.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }
}
