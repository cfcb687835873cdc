using System.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>The prefix of namespaces when <c>slipway.yml</c> gives none: the name of the root folder.</summary>
public static class DefaultPrefix
{
    /// <summary>For a root folder whose name has nothing to take, such as <c>/</c>.</summary>
    private const string Fallback = "slipway";

    private const int MaximumLength = 64;

    /// <returns>The name itself when it can stand in a namespace, else what is nearest to it.</returns>
    public static string From(string folderName)
    {
        if (folderName.Length <= MaximumLength && IndexNamespace.TryParse(folderName, out _))
        {
            return folderName;
        }

        var result = new StringBuilder();
        bool afterSeparator = true;
        foreach (var rune in folderName.EnumerateRunes())
        {
            if (rune.IsAscii && IndexNamespace.TryParse(rune.ToString(), out _))
            {
                result.Append((char)rune.Value);
                afterSeparator = false;
            }
            else if (!afterSeparator)
            {
                result.Append(rune.Value == '.' ? '.' : '-');
                afterSeparator = true;
            }
        }

        string prefix = result.ToString(0, Math.Min(result.Length, MaximumLength)).Trim('.', '-');
        return IndexNamespace.TryParse(prefix, out _) ? prefix : Fallback;
    }
}
