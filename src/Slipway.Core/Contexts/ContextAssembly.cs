using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Slipway.Core.Dockerignore;
using Slipway.Core.Images;
using Slipway.Core.Includes;
using Slipway.Model.Diagnostics;
using Slipway.Model.Images;
using Slipway.Model.Values;

namespace Slipway.Core.Contexts;

/// <summary>Puts the context of one image together out of its folder, its includes and its Dockerfile.</summary>
internal sealed class ContextAssembly(
    ImageDefinition image,
    ContextRules rules,
    DockerignoreFile? dockerignore,
    FileNumbers numbers,
    DiagnosticBag problems)
{
    private const UnixFileMode DockerfileMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly DockerignoreFilter? _filter = dockerignore is null ? null : new DockerignoreFilter(dockerignore);
    private readonly List<ContextOrigin> _origins = [];
    private readonly HashSet<(string ContextPath, ContextRun Run)> _added = [];
    private readonly List<(ContextFile[] Files, IncludeDirective? Include)> _runs = [];
    private ContextFile[] _folderFiles = [];

    public void AddFolder(ContextRun run)
    {
        _folderFiles = Add(KeepsHash ? run : run.Without(RegistryIdentity.HashFile), include: null);
    }

    /// <param name="include">The line.</param>
    /// <param name="runs">What it adds and where; the one folder or file, or the files of run-task.</param>
    public void AddInclude(IncludeDirective include, ImmutableArray<(string ContextPath, ContextRun Run)> runs)
    {
        IgnorePattern? excludedBy = null;
        int kept = 0;
        foreach (var (contextPath, run) in runs)
        {
            // The same again adds nothing, and says nothing new.
            if (!_added.Add((contextPath, run)))
            {
                return;
            }

            _origins.Add(new ContextOrigin(contextPath.TrimEnd('/'), include.Location));
            kept += Add(run, include).Length;
            excludedBy ??= run.Files.Length == 0 ? null : _filter?.Excluding(run.Files[0].Path);
        }

        if (kept == 0 && excludedBy is not null)
        {
            string what = include.IsRunTask ? "-run-task" : $" {include.Path}";
            problems.Add(new Diagnostic(
                ContextCodes.IncludeIgnored,
                $"everything of '# %include{what}' is excluded by '{excludedBy.Text}' "
                + $"({dockerignore!.File}:{excludedBy.Line})",
                $"Remove line {excludedBy.Line} of {dockerignore.File}, bring the files back with a '!' after it, "
                + "or remove the include.",
                include.Location));
        }
    }

    public BuildContext Build()
    {
        var dockerfile = new ContextFile
        {
            Path = image.DockerfileName.Value,
            Mode = DockerfileMode,
            Content = image.Dockerfile.Content,
            Number = numbers.Next(),
        };
        var files = ContextMerge.Merge([.. _runs.Select(run => run.Files), [dockerfile]], Replace);
        RefuseFilesThatAreFolders(files);
        return new BuildContext(image.Name, ImmutableCollectionsMarshal.AsImmutableArray(files))
        {
            Dockerfile = image.DockerfileName.Value,
            Origins = [.. _origins],
        };
    }

    private bool KeepsHash => image.Kind != ImageKind.Registry || rules.KeepsHash;

    /// <returns>The files that stay.</returns>
    private ContextFile[] Add(ContextRun run, IncludeDirective? include)
    {
        foreach (var problem in run.Problems)
        {
            if (_filter?.Excluding(problem.ContextPath) is null)
            {
                problems.Add(problem.At(include?.Location));
            }
        }

        var files = _filter is null
            ? run.Files
            : Array.FindAll(run.Files, file => _filter.Excluding(file.Path) is null);
        _runs.Add((files, include));
        return files;
    }

    private void Replace(int run, ContextFile kept, ContextFile lost)
    {
        // The Dockerfile comes last, and is meant to replace the one that it was made from.
        if (run < _runs.Count && !rules.IncludesReplaceFiles && kept.Source?.Path != lost.Source?.Path)
        {
            problems.Add(Conflict(
                $"'{kept.Path}' of the context would be both '{lost.Source?.Path}' and '{kept.Source?.Path}'",
                _runs[run].Include?.Location));
        }
    }

    /// <summary>
    /// An archive with a link at a path and files below that path would be unpacked through the link.
    /// </summary>
    private void RefuseFilesThatAreFolders(ContextFile[] files)
    {
        if (!RunsOverlap())
        {
            return;
        }

        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            for (int slash = file.Path.LastIndexOf('/');
                slash > 0 && folders.Add(file.Path[..slash]);
                slash = file.Path.LastIndexOf('/', slash - 1))
            {
            }
        }

        foreach (var file in files.Where(file => folders.Contains(file.Path)))
        {
            problems.Add(
                Conflict($"'{file.Path}' of the context would be both '{file.Source?.Path}' and a folder", null));
        }
    }

    /// <summary>Within one run a path cannot be two things; only where runs share a folder can they disagree.</summary>
    private bool RunsOverlap()
    {
        // A Dockerfile in a folder of its own may lie behind a link.
        if (image.DockerfileName.Parent is { IsRoot: false } folder
            && Array.Exists(_folderFiles, file => folder.IsIn(RelativePath.Parse(file.Path))))
        {
            return true;
        }

        // In order, what begins with a folder's path comes right after that folder.
        string[] tops = [.. _origins.Select(origin => origin.Path + "/").Distinct().Order(StringComparer.Ordinal)];
        string[] firsts = [.. tops.Select(top => top[..top.IndexOf('/', StringComparison.Ordinal)]).Distinct()];
        return tops.Zip(tops.Skip(1)).Any(pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal))
            || Array.Exists(_folderFiles, file => Array.Exists(firsts, first => IsIn(file.Path, first)));
    }

    private static bool IsIn(string file, string folder) =>
        file.StartsWith(folder, StringComparison.Ordinal)
        && (file.Length == folder.Length || file[folder.Length] == '/');

    private static Diagnostic Conflict(string message, SourceLocation? location) => new(
        ContextCodes.PathConflict,
        message,
        "Rename one of them; topsrcdir/ and run-task/ of a context belong to the includes.",
        location);
}
