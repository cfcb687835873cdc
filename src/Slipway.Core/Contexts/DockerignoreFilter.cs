namespace Slipway.Core.Contexts;

/// <summary>Decides for the paths of one context which of them <c>.dockerignore</c> excludes. For one thread.</summary>
/// <param name="rules">The patterns.</param>
internal sealed class DockerignoreFilter(Dockerignore rules)
{
    // A pattern that names a folder names all below it, so what each pattern said of a folder is kept for its files.
    private readonly Dictionary<string, bool[]> _folders = [];
    private readonly bool[] _scratch = new bool[rules.Patterns.Length];

    /// <returns>The pattern that excludes a path, or null when it stays.</returns>
    public IgnorePattern? Excluding(string path)
    {
        Evaluate(path, _scratch);
        IgnorePattern? excluding = null;
        for (int i = 0; i < _scratch.Length; i++)
        {
            if (_scratch[i])
            {
                excluding = rules.Patterns[i].IsException ? null : rules.Patterns[i];
            }
        }

        return excluding;
    }

    private void Evaluate(string path, bool[] matches)
    {
        int slash = path.LastIndexOf('/');
        bool[]? above = slash < 0 ? null : Folder(path[..slash]);
        for (int i = 0; i < matches.Length; i++)
        {
            matches[i] = (above is not null && above[i]) || rules.Patterns[i].Matches(path);
        }
    }

    private bool[] Folder(string path)
    {
        if (!_folders.TryGetValue(path, out bool[]? matches))
        {
            matches = new bool[rules.Patterns.Length];
            Evaluate(path, matches);
            _folders.Add(path, matches);
        }

        return matches;
    }
}
