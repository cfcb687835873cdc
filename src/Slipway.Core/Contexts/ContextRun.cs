using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

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

/// <summary>
/// What is wrong with one entry of a folder, before it is known which image includes it and from which line.
/// </summary>
/// <param name="ContextPath">The path in the context; a path that <c>.dockerignore</c> excludes is no problem.</param>
/// <param name="TreePath">The path in the tree.</param>
/// <param name="Code">As in <see cref="Diagnostic"/>.</param>
/// <param name="Message">As in <see cref="Diagnostic"/>.</param>
/// <param name="Remedy">As in <see cref="Diagnostic"/>.</param>
/// <param name="Severity">As in <see cref="Diagnostic"/>.</param>
internal sealed record ContextProblem(
    string ContextPath,
    RelativePath TreePath,
    DiagnosticCode Code,
    string Message,
    string Remedy,
    Severity Severity = Severity.Error)
{
    /// <param name="include">The line that includes it; null when it is in the image's folder.</param>
    public Diagnostic At(SourceLocation? include) =>
        new(Code, Message, Remedy, include ?? new SourceLocation(TreePath.ToString()), Severity);
}
