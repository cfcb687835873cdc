using System.Diagnostics.CodeAnalysis;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Review.References;

/// <summary>Knows which tasks have images.</summary>
public interface IImageTaskSource
{
    /// <param name="name">The image's name, as written.</param>
    /// <param name="location">Where it is written.</param>
    /// <param name="task">The task that has the image, or will have it.</param>
    /// <param name="problem">Why there is none.</param>
    bool TryFind(string name, SourceLocation location, out TaskId task, [NotNullWhen(false)] out Diagnostic? problem);

    /// <param name="ns">A namespace of the index.</param>
    /// <param name="location">Where it is written.</param>
    /// <param name="task">The task to which it points.</param>
    /// <param name="problem">Why there is none.</param>
    bool TryFind(
        IndexNamespace ns, SourceLocation location, out TaskId task, [NotNullWhen(false)] out Diagnostic? problem);
}
