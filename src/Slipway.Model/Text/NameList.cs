namespace Slipway.Model.Text;

/// <summary>Several names in one line.</summary>
public static class NameList
{
    /// <returns><c>a, b and c</c>, or <c>a, b and 7 more</c> when there are more than
    /// <paramref name="most"/>.</returns>
    public static string Of(IReadOnlyList<string> names, int most)
    {
        // "and 1 more" is as long as a name.
        int shown = names.Count <= most + 1 ? names.Count : most;
        var parts = names.Take(shown).Select(Display.Text).ToList();
        if (shown < names.Count)
        {
            parts.Add($"{names.Count - shown} more");
        }

        return parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
    }
}
