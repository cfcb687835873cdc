using System.Text.RegularExpressions;

namespace Slipway.Taskcluster.Testing.Api;

/// <summary>The methods of one service.</summary>
internal abstract class ApiService
{
    protected const string RunIdPattern = "^[1-9]*[0-9]+$";

    /// <summary>As in the paths: <c>index</c>, <c>queue</c>, …</summary>
    public abstract string Name { get; }

    public abstract IReadOnlyList<Endpoint> Endpoints { get; }

    /// <summary>What the parameters of the paths have to look like, by their names.</summary>
    protected abstract IReadOnlyDictionary<string, string> Patterns { get; }

    /// <exception cref="ApiError">A parameter is not what it has to be.</exception>
    public void CheckParameters(Call call)
    {
        foreach (var (name, value) in call.Parameters)
        {
            if (Patterns.TryGetValue(name, out string? pattern)
                && !Regex.IsMatch(value, pattern, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)))
            {
                throw ApiError.InvalidArguments(
                    $"Invalid URL patterns:\nURL parameter '{name}' given as '{value}' must match regular expression: "
                    + $"'/{pattern}/'");
            }
        }
    }
}
