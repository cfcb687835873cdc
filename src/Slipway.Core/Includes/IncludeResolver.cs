using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Includes;

/// <summary>Finds what an include names, or says why it cannot be included.</summary>
/// <param name="tree">The source tree.</param>
/// <param name="resolver">Follows links within its root.</param>
/// <param name="runTaskResolver">Follows links to run-task files, which may lie where no include can reach.</param>
/// <param name="followsLinks">Whether a link that an include names is followed.</param>
/// <param name="pathInContext">Where an include lands in the context, by its path as written and as normalised.</param>
internal sealed class IncludeResolver(
    ISourceTree tree,
    LinkResolver resolver,
    LinkResolver runTaskResolver,
    bool followsLinks,
    Func<string, RelativePath, string> pathInContext)
{
    /// <summary>The entry that a line <c># %include &lt;path&gt;</c> names.</summary>
    /// <param name="include">The line.</param>
    /// <param name="mayLookAround">Whether a path that does not exist is compared with all that are there.</param>
    /// <param name="contextPath">Where it lands in the context.</param>
    /// <param name="diagnostics">Gets what is wrong.</param>
    /// <returns>Null after a problem was added.</returns>
    public TreeEntry? Find(
        IncludeDirective include, bool mayLookAround, out string contextPath, DiagnosticBag diagnostics)
    {
        contextPath = string.Empty;
        string written = include.Path;
        if (written.StartsWith('/'))
        {
            diagnostics.Add(new Diagnostic(
                IncludeCodes.IncludeAbsolute,
                $"the included path '{written}' is absolute",
                "Write it relative to the root of the tree.",
                include.Location));
            return null;
        }

        if (written.Contains('\0', StringComparison.Ordinal) || !RelativePath.TryParse(written, out var path))
        {
            diagnostics.Add(new Diagnostic(
                IncludeCodes.IncludeOutsideRoot,
                $"the included path '{written}' lies outside the root",
                "Move the file into the tree, or put a copy there; a context holds nothing from outside.",
                include.Location));
            return null;
        }

        contextPath = pathInContext(written, path.Value);
        var resolution = resolver.Resolve(path.Value, followsLinks);
        switch (resolution)
        {
            case { Kind: ResolutionKind.Outside }:
                diagnostics.Add(new Diagnostic(
                    TreeCodes.LinkLeavesRoot,
                    $"the included path '{written}' leads outside the root through a symbolic link",
                    "Point the link at something in the tree, or put a copy in its place.",
                    include.Location));
                return null;
            case { Kind: ResolutionKind.Loop }:
                diagnostics.Add(new Diagnostic(
                    TreeCodes.LinkNotFollowed,
                    $"the included path '{written}' is part of a loop of symbolic links",
                    "Point one of the links at a file or a folder.",
                    include.Location));
                return null;
            case { Entry: null }:
                diagnostics.Add(new Diagnostic(
                    IncludeCodes.IncludeMissing,
                    $"the included path '{written}' does not exist",
                    Remedy(path.Value, mayLookAround),
                    include.Location));
                return null;
            default:
                return resolution.Entry;
        }
    }

    /// <summary>The files that <c># %include-run-task</c> adds, with their paths in the context.</summary>
    /// <param name="include">The line.</param>
    /// <param name="folder">The folder in the tree.</param>
    /// <param name="form">Which files.</param>
    /// <param name="origin">Where the folder really is, when it lies elsewhere.</param>
    /// <param name="diagnostics">Gets what is wrong.</param>
    public IEnumerable<(TreeEntry File, string ContextPath)> FindRunTask(
        IncludeDirective include,
        RelativePath folder,
        RunTaskForm form,
        string? origin,
        DiagnosticBag diagnostics)
    {
        foreach (string name in form.Files.Select(file => file.Source).Order(StringComparer.Ordinal))
        {
            var path = folder.Child(name);
            string shown = Display.Text(origin is null ? path.Value : $"{origin}/{name}");
            var resolution = runTaskResolver.Resolve(path, followLast: true);
            if (resolution.Kind == ResolutionKind.Outside)
            {
                diagnostics.Add(new Diagnostic(
                    TreeCodes.LinkLeavesRoot,
                    $"the run-task file '{shown}' leads outside the root through a symbolic link",
                    "Point the link at something in the tree, or put a copy in its place.",
                    include.Location));
            }
            else if (resolution.Entry is { Kind: EntryKind.File } file)
            {
                yield return (file, $"run-task/{name}");
            }
            else
            {
                diagnostics.Add(new Diagnostic(
                    IncludeCodes.RunTaskMissing,
                    $"'# %include-run-task' needs the file '{shown}', which does not exist",
                    origin is null
                        ? "Put taskgraph's file there, or correct run-task: in slipway.yml."
                        : "Give the whole folder run-task of the Python package taskgraph with --run-task DIR or "
                            + "SLIPWAY_RUN_TASK.",
                    include.Location));
            }
        }
    }

    private string Remedy(RelativePath path, bool mayLookAround)
    {
        const string Plain = "Create it, check it out if git has it, or correct the path; it is relative to the root "
            + "of the tree.";
        if (!mayLookAround)
        {
            return Plain;
        }

        try
        {
            string? nearest = Suggestion.For(path.Name, tree.List(path.Parent).Select(entry => entry.Path.Name));
            return nearest is null ? Plain : $"Did you mean '{path.Parent.Child(nearest)}'? {Plain}";
        }
        catch (SlipwayException)
        {
            return Plain;
        }
    }
}
