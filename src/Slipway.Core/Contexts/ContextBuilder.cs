using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Dockerignore;
using Slipway.Core.Images;
using Slipway.Core.Includes;
using Slipway.Core.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Core.Contexts;

/// <summary>
/// Collects the build contexts of images. Safe for use from several threads; one instance shares its work.
/// </summary>
public sealed class ContextBuilder
{
    // Finding out what was meant costs a comparison with every name of the folder.
    private const int MostSuggestions = 10;

    // Only its content counts.
    private const UnixFileMode PatchMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly ISourceTree _tree;
    private readonly RelativePath? _runTask;
    private readonly RunTaskForm _runTaskForm;
    private readonly string? _runTaskOrigin;
    private readonly LinkResolver _resolver;
    private readonly ContextRules _rules;
    private readonly ContextWalker _walker;
    private readonly IncludeResolver _includes;
    private readonly FileNumbers _numbers = new();

    /// <param name="tree">The source tree.</param>
    /// <param name="rules">Makes the rules of the tree's dialect.</param>
    /// <param name="runTask">The folder of taskgraph's run-task files; null when it is not set.</param>
    /// <param name="form">Which of these files <c># %include-run-task</c> stands for.</param>
    public ContextBuilder(
        ISourceTree tree, Func<LinkResolver, ContextRules> rules, RelativePath? runTask, RunTaskForm form)
    {
        _runTaskForm = form;
        _tree = MountedTree.OwnOf(tree);
        _runTask = runTask;
        _runTaskOrigin = tree is MountedTree mounted && mounted.Place == runTask ? mounted.Origin : null;
        _resolver = new LinkResolver(tree.RootPath, _tree.Find);
        _rules = rules(_resolver);
        _walker = new ContextWalker(_tree, _rules, _numbers);
        _includes = new IncludeResolver(
            _tree,
            _resolver,
            new LinkResolver(tree.RootPath, tree.Find),
            _rules.FollowsLinks,
            _rules.IncludePath);
    }

    /// <summary>How many files there are in the contexts that were built, and beside them.</summary>
    internal int CountedFiles => _numbers.Count;

    /// <summary>Collects the context of one image.</summary>
    /// <param name="image">The image, its Dockerfile expanded.</param>
    /// <param name="diagnostics">Gets every problem, not only the first.</param>
    /// <returns>Null when there was an error.</returns>
    public BuildContext? Build(ImageDefinition image, DiagnosticBag diagnostics)
    {
        if (image.Package is { } package)
        {
            return BuildPackage(image, package, diagnostics);
        }

        var problems = new DiagnosticBag();
        // Listed first, the folder answers for its .dockerignore.
        var folder = CollectFolder(image, problems);
        var assembly = new ContextAssembly(
            image, _rules, ReadDockerignore(image, problems), _numbers, problems);
        if (folder is not null)
        {
            assembly.AddFolder(folder);
        }

        int missing = 0;
        foreach (var include in image.Dockerfile.Includes)
        {
            if (include.IsRunTask)
            {
                if (_runTask is not { } runTask)
                {
                    // Told once for all images (RunTaskProblem), and here what else is wrong.
                    continue;
                }

                var files = _includes
                    .FindRunTask(include, runTask, _runTaskForm, _runTaskOrigin, problems)
                    .ToList();
                assembly.AddInclude(
                    include, [.. files.Select(f => (f.ContextPath, _walker.Collect(f.File, f.ContextPath)))]);
            }
            else if (_includes.Find(include, missing < MostSuggestions, out string contextPath, problems) is { } entry)
            {
                assembly.AddInclude(include, [(contextPath, _walker.Collect(entry, contextPath))]);
            }
            else
            {
                missing++;
            }
        }

        var context = assembly.Build();
        diagnostics.AddRange(problems.ToSorted());
        return problems.HasErrors ? null : context;
    }

    /// <summary>What counts for packages: their patch alone.</summary>
    private BuildContext? BuildPackage(ImageDefinition image, PackageSource package, DiagnosticBag diagnostics)
    {
        if (package.Patch is not { } patch)
        {
            return new BuildContext(image.Name, []);
        }

        if (_resolver.Resolve(patch, followLast: true).Entry is { Kind: EntryKind.File } file)
        {
            string path = patch.IsIn(image.Folder) ? patch.Value[(image.Folder.Value.Length + 1)..] : patch.Value;
            return new BuildContext(
                image.Name,
                [new ContextFile { Path = path, Mode = PatchMode, Source = file, Number = _numbers.Next() }]);
        }

        diagnostics.Add(new Diagnostic(
            ContextCodes.PatchMissing,
            $"the patch '{Display.Text(patch.Value)}' of {image.Name} does not exist",
            "Create it, or correct 'patch:' of the package.",
            image.Location));
        return null;
    }

    private DockerignoreFile? ReadDockerignore(ImageDefinition image, DiagnosticBag problems) =>
        _rules.HonoursDockerignore ? DockerignoreFile.Read(_tree, image.Folder, image.DockerfileName, problems) : null;

    private ContextRun? CollectFolder(ImageDefinition image, DiagnosticBag problems)
    {
        var folder = _resolver.Resolve(image.Folder, followLast: true);
        if (folder.Kind == ResolutionKind.Outside)
        {
            problems.AddRange(TreeProblems.LinkLeavesRoot(image.Folder).Diagnostics);
        }

        return folder.Entry is { Kind: EntryKind.Folder } entry ? _walker.Collect(entry, string.Empty) : null;
    }
}
