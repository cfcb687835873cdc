namespace Slipway.Tests;

/// <summary>Runs git as nobody in particular: with nothing of the person's who runs the tests.</summary>
internal static class GitTool
{
    /// <summary>Runs git in a folder; it must succeed.</summary>
    /// <param name="date">When commits are written; null for now.</param>
    /// <param name="author">Who writes them.</param>
    /// <returns>What it wrote to standard output, trimmed.</returns>
    public static string Run(string folder, string[] arguments, string? date = null, string author = "Test")
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_SYSTEM"] = "/dev/null",
        };
        foreach (string who in new[] { "AUTHOR", "COMMITTER" })
        {
            environment[$"GIT_{who}_NAME"] = author;
            environment[$"GIT_{who}_EMAIL"] = "test@example.org";
            if (date is not null)
            {
                environment[$"GIT_{who}_DATE"] = date;
            }
        }

        return Tools.Run("git", ["-C", folder, .. arguments], environment).Trim();
    }
}
