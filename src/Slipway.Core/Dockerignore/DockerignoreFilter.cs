namespace Slipway.Core.Dockerignore;

/// <summary>Decides for the paths of one context which of them <c>.dockerignore</c> excludes. For one thread.</summary>
/// <remarks>
/// Of all patterns that name a path or a folder above it, the last one counts, so nothing else is kept of a folder, and
/// a path is held only against the patterns that come after what counts for its folder.
/// </remarks>
internal sealed class DockerignoreFilter
{
    private const int NoPattern = -1;

    private readonly DockerignoreFile _rules;
    private readonly Dictionary<string, int> _paths = new(StringComparer.Ordinal);
    private readonly int[] _wildcards;
    private readonly Dictionary<string, int> _folders = new(StringComparer.Ordinal);

    /// <param name="rules">The patterns.</param>
    public DockerignoreFilter(DockerignoreFile rules)
    {
        _rules = rules;
        var wildcards = new List<int>();
        for (int i = 0; i < rules.Patterns.Length; i++)
        {
            if (rules.Patterns[i].Path is { } path)
            {
                _paths[path] = i;
            }
            else
            {
                wildcards.Add(i);
            }
        }

        wildcards.Reverse();
        _wildcards = [.. wildcards];
    }

    /// <returns>The pattern that excludes a path, or null when it stays.</returns>
    public IgnorePattern? Excluding(string path) =>
        Evaluate(path) is not NoPattern and var last && !_rules.Patterns[last].IsException
            ? _rules.Patterns[last]
            : null;

    /// <summary>The last pattern that names a path or a folder above it.</summary>
    private int Evaluate(string path)
    {
        int slash = path.LastIndexOf('/');
        int last = slash < 0 ? NoPattern : Folder(path[..slash]);
        last = Math.Max(last, _paths.GetValueOrDefault(path, NoPattern));
        foreach (int index in _wildcards)
        {
            if (index <= last)
            {
                break;
            }

            if (_rules.Patterns[index].Matches(path))
            {
                return index;
            }
        }

        return last;
    }

    private int Folder(string path)
    {
        if (!_folders.TryGetValue(path, out int last))
        {
            last = Evaluate(path);
            _folders.Add(path, last);
        }

        return last;
    }
}
