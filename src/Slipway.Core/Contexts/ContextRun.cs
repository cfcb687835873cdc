using System.Collections.Immutable;

namespace Slipway.Core.Contexts;

/// <summary>The files that one folder, or one include, adds to a context; shared by all images that add it.</summary>
/// <param name="Files">Sorted by the UTF-8 bytes of the path.</param>
/// <param name="Problems">What is wrong below it.</param>
internal sealed record ContextRun(ContextFile[] Files, ImmutableArray<ContextProblem> Problems)
{
    /// <summary>The same without the file at a path.</summary>
    public ContextRun Without(string path) => new(
        Array.FindAll(Files, file => file.Path != path),
        Problems.RemoveAll(problem => problem.ContextPath == path));
}
