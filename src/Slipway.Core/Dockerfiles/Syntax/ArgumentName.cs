using System.Text;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>The names that arguments of a Dockerfile may have.</summary>
internal static class ArgumentName
{
    /// <summary>In words, for an error's remedy.</summary>
    public const string Grammar = "letters, digits and underscores, not beginning with a digit";

    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || char.IsDigit(name[0]))
        {
            return false;
        }

        foreach (var rune in name.EnumerateRunes())
        {
            if (!PythonText.IsWord(rune))
            {
                return false;
            }
        }

        return true;
    }
}
