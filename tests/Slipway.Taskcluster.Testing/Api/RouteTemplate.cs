using System.Text.RegularExpressions;

namespace Slipway.Taskcluster.Testing.Api;

/// <summary>
/// A path with parameters: <c>{name}</c> is one part, <c>{name?}</c> may be missing, <c>{*name}</c> is all the rest.
/// </summary>
internal sealed class RouteTemplate
{
    private readonly Regex _pattern;
    private readonly string[] _names;

    public RouteTemplate(string template)
    {
        List<string> names = [];
        string pattern = string.Concat(template.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part =>
        {
            if (!part.StartsWith('{'))
            {
                return $"/{Regex.Escape(part)}";
            }

            string name = part.Trim('{', '}', '*', '?');
            names.Add(name);
            return part switch
            {
                _ when part.StartsWith("{*", StringComparison.Ordinal) => $"/(?<{name}>.*)",
                _ when part.EndsWith("?}", StringComparison.Ordinal) => $"(?:/(?<{name}>[^/]+))?",
                _ => $"/(?<{name}>[^/]+)",
            };
        }));
        _names = [.. names];
        _pattern = new Regex($@"\A{pattern}/?\z", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }

    /// <summary>The decoded parameters; null when the path is another one.</summary>
    public Dictionary<string, string>? Match(string path)
    {
        var match = _pattern.Match(path);
        return match.Success
            ? _names
                .Where(name => match.Groups[name].Success)
                .ToDictionary(
                    name => name, name => Uri.UnescapeDataString(match.Groups[name].Value), StringComparer.Ordinal)
            : null;
    }
}
