using Slipway.Core.Dockerfiles.Syntax;

namespace Slipway.Core.Edges;

/// <summary>The stages of a Dockerfile, as far as it was read.</summary>
internal sealed class StageNames
{
    // "FROM scratch" is no image, and BuildKit keeps "context" for itself (its rule ReservedStageName).
    private static readonly string[] Reserved = ["scratch", "context"];

    // The last stage of each name.
    private readonly Dictionary<string, (string Name, int Index)> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _later = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="froms">Every <c>FROM</c> of the file, in order.</param>
    public StageNames(IEnumerable<FromLine> froms) =>
        _later.UnionWith(froms.Select(from => from.Stage).OfType<string>());

    public int Count { get; private set; }

    /// <summary>Begins the next stage.</summary>
    public void Begin(string? name)
    {
        if (name is not null)
        {
            _names[name] = (name, Count);
        }

        Count++;
    }

    /// <summary>A stage that has begun before the present one, by its name as written there.</summary>
    public string? Find(string name) => _names.TryGetValue(name, out var stage) ? stage.Name : null;

    public int IndexOf(string name) => _names.TryGetValue(name, out var stage) ? stage.Index : -1;

    /// <summary>Whether a stage anywhere in the file has the name.</summary>
    public bool IsAnywhere(string name) => _later.Contains(name);

    /// <summary>
    /// Whether every builder takes the name for a stage's: what BuildKit's <c>validStageName</c> says.
    /// </summary>
    public static bool IsValid(string name) =>
        char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);
}
