namespace Slipway.Git.Tests.Support;

/// <summary>Skips a test that needs something absent; in CI that is a failure.</summary>
internal static class Needed
{
    public static void Or(bool present, string what)
    {
        if (present)
        {
            return;
        }

        string reason = $"This test needs {what}.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }
}
