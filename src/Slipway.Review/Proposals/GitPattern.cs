using System.Text;

namespace Slipway.Review.Proposals;

/// <summary>Paths as patterns of <c>.gitattributes</c> and <c>.gitignore</c>.</summary>
/// <remarks>https://git-scm.com/docs/gitignore#_pattern_format</remarks>
internal static class GitPattern
{
    /// <summary>A path of which nothing stands for anything else.</summary>
    public static string Escape(string path)
    {
        var pattern = new StringBuilder();
        foreach (char c in path)
        {
            _ = c is '*' or '?' or '[' or '\\' ? pattern.Append('\\').Append(c) : pattern.Append(c);
        }

        return pattern.ToString();
    }
}
