namespace Slipway.Taskcluster.Testing.Api;

/// <summary>The query of a request.</summary>
internal static class QueryArguments
{
    public static Dictionary<string, string> Parse(string resource)
    {
        int at = resource.IndexOf('?', StringComparison.Ordinal);
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        if (at < 0)
        {
            return arguments;
        }

        foreach (string part in resource[(at + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split('=', 2);
            string name = Decode(sides[0]);
            if (!arguments.TryAdd(name, sides.Length == 1 ? string.Empty : Decode(sides[1])))
            {
                throw ApiError.InvalidArguments($"Query-string parameter: {name} must be a string!");
            }
        }

        return arguments;
    }

    /// <exception cref="ApiError">There is one that the method does not know, or that is not what it has to
    /// be.</exception>
    public static void Check(IReadOnlyDictionary<string, string> query, IReadOnlyCollection<string> known)
    {
        foreach (var (name, value) in query)
        {
            // A signature may always be there.
            if (name != "bewit" && !known.Contains(name))
            {
                throw ApiError.InvalidArguments($"Query-string parameter: {name} is not supported!");
            }

            bool isRight = name switch
            {
                "limit" => value.Length is > 0 and < 20 && value.All(char.IsAsciiDigit),
                "continuationToken" => value.Length > 0,
                _ => true,
            };
            if (!isRight)
            {
                throw ApiError.InvalidArguments(
                    $"Query-string parameter: {name}=\"{value}\" does not match expression");
            }
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
