using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Trees;

/// <summary>
/// Follows the symbolic links of a path within the root, component by component, looking at nothing outside it.
/// </summary>
/// <param name="rootPath">The absolute path of the root, free of links.</param>
/// <param name="lookUp">The entry at a path whose folders are no links.</param>
public sealed class LinkResolver(string rootPath, Func<RelativePath, TreeEntry?> lookUp)
{
    // As Linux: https://man7.org/linux/man-pages/man7/path_resolution.7.html
    private const int MaximumLinks = 40;

    /// <param name="path">Any path below the root.</param>
    /// <param name="followLast">Whether a link in the last component is followed too.</param>
    public Resolution Resolve(RelativePath path, bool followLast)
    {
        var open = new Stack<string>();
        Push(open, path.Value);
        var current = RelativePath.Root;
        var entry = lookUp(current);
        int links = 0;
        while (open.TryPop(out string? component))
        {
            if (component is "" or ".")
            {
                continue;
            }

            if (component == "..")
            {
                if (current.IsRoot)
                {
                    return new Resolution(ResolutionKind.Outside, current, null);
                }

                current = current.Parent;
                entry = lookUp(current);
                continue;
            }

            var next = current.Child(component);

            // Beyond a missing component the text alone says whether the path would leave the root.
            entry = entry?.Kind == EntryKind.Folder ? lookUp(next) : null;
            if (entry is not { Kind: EntryKind.Link, LinkTarget: { } target } || (open.Count == 0 && !followLast))
            {
                current = next;
                continue;
            }

            if (++links > MaximumLinks)
            {
                return new Resolution(ResolutionKind.Loop, next, null);
            }

            if (target.StartsWith('/'))
            {
                if (BelowRoot(target) is not { } below)
                {
                    return new Resolution(ResolutionKind.Outside, next, null);
                }

                target = below;
                current = RelativePath.Root;
            }

            Push(open, target);
            entry = lookUp(current);
        }

        return new Resolution(entry is null ? ResolutionKind.Missing : ResolutionKind.Found, current, entry);
    }

    private static void Push(Stack<string> open, string path)
    {
        string[] components = path.Split('/');
        for (int i = components.Length - 1; i >= 0; i--)
        {
            open.Push(components[i]);
        }
    }

    private string? BelowRoot(string absolute)
    {
        string root = rootPath.TrimEnd('/');
        return absolute == root || absolute.StartsWith(root + "/", StringComparison.Ordinal)
            ? absolute[root.Length..]
            : null;
    }
}

/// <summary>Where following the links of a path ends.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Path">A path without links: of the entry, or of the place where one is missing.</param>
/// <param name="Entry">What is there; set when it was found.</param>
public readonly record struct Resolution(ResolutionKind Kind, RelativePath Path, TreeEntry? Entry);

/// <summary>How following the links of a path ended.</summary>
public enum ResolutionKind
{
    /// <summary>The entry is there.</summary>
    Found,

    /// <summary>Nothing is there, and the place would be below the root.</summary>
    Missing,

    /// <summary>A link leads outside the root.</summary>
    Outside,

    /// <summary>More links than a file system follows.</summary>
    Loop,
}
