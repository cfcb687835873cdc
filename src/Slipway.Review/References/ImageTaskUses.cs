using System.Diagnostics.CodeAnalysis;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Review.References;

/// <summary>Notes which images and namespaces are asked for, and answers with an id that stands for any.</summary>
/// <remarks>
/// What a file needs is known only when its marks are expanded; this finds it, so that it can be looked up at once.
/// </remarks>
public sealed class ImageTaskUses : IImageTaskSource
{
    private static readonly TaskId Placeholder = TaskId.FromBytes(new byte[16]);

    private readonly HashSet<string> _images = new(StringComparer.Ordinal);
    private readonly HashSet<IndexNamespace> _namespaces = [];

    /// <summary>The names, as written: they need not be images of the tree.</summary>
    public IReadOnlyCollection<string> Images => _images;

    public IReadOnlyCollection<IndexNamespace> Namespaces => _namespaces;

    public bool TryFind(
        string name, SourceLocation location, out TaskId task, [NotNullWhen(false)] out Diagnostic? problem)
    {
        _images.Add(name);
        (task, problem) = (Placeholder, null);
        return true;
    }

    public bool TryFind(
        IndexNamespace ns, SourceLocation location, out TaskId task, [NotNullWhen(false)] out Diagnostic? problem)
    {
        _namespaces.Add(ns);
        (task, problem) = (Placeholder, null);
        return true;
    }
}
