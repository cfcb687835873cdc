namespace Slipway.Core.Yaml;

/// <summary>Tabs in indentation. YAML allows none, and YamlDotNet does not say where they are.</summary>
internal static class TabIndentation
{
    /// <summary>Where the first one is; null when there is none.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="line">The number of the line behind which it is: what stands before was understood.</param>
    public static (int Line, int Column)? FindBehind(string text, int line)
    {
        string[] lines = text.Split('\n');
        for (int i = line; i < lines.Length; i++)
        {
            string content = lines[i].TrimStart(' ');
            if (content.StartsWith('\t') && !string.IsNullOrWhiteSpace(content))
            {
                return (i + 1, lines[i].Length - content.Length + 1);
            }
        }

        return null;
    }
}
