using Slipway.Core.Contexts;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>Says where the files of one image's context come from, those that are gone included.</summary>
/// <param name="context">Its context as it is now, which knows what lies behind links;
/// null to go by the paths alone.</param>
/// <param name="runTask">The folder of <c># %include-run-task</c>, when one is set.</param>
public sealed class FileOriginFinder(ImageDefinition image, BuildContext? context, RelativePath? runTask)
{
    private const string IncludeFolder = BuildContext.IncludeFolder + "/";
    private const string RunTaskFolder = "run-task/";

    /// <param name="path">The file's path in the context, as it is or was.</param>
    public FileOrigin Find(string path)
    {
        if (image.Package is { } package)
        {
            return new FileOrigin(package.Patch ?? Below(image.Folder, path), OriginKind.Patch, null);
        }

        if (path == image.DockerfileName.Value)
        {
            return new FileOrigin(image.DockerfilePath, OriginKind.Dockerfile, null);
        }

        var source = context is null ? null : ContextMerge.Find(context.Files.AsSpan(), path)?.Source?.Path;
        if (path.StartsWith(IncludeFolder, StringComparison.Ordinal))
        {
            var treePath = source ?? Below(RelativePath.Root, path[IncludeFolder.Length..]);
            return new FileOrigin(treePath, OriginKind.Include, LineOf(path));
        }

        return
            path.StartsWith(RunTaskFolder, StringComparison.Ordinal) && runTask is { } folder && RunTaskLine is { } line
            ? new FileOrigin(source ?? Below(folder, path[RunTaskFolder.Length..]), OriginKind.RunTask, line)
            : new FileOrigin(source ?? Below(image.Folder, path), OriginKind.Folder, null);
    }

    private SourceLocation? RunTaskLine =>
        image.Dockerfile.Includes.FirstOrDefault(include => include.IsRunTask)?.Location;

    /// <summary>The include that has a path; null when its line is gone.</summary>
    private SourceLocation? LineOf(string path)
    {
        var below = Below(RelativePath.Root, path[IncludeFolder.Length..]);
        return image
            .Dockerfile.Includes.FirstOrDefault(include =>
                !include.IsRunTask
                && RelativePath.TryParse(include.Path, out var included)
                && below.IsIn(included.Value))
            ?.Location;
    }

    private static RelativePath Below(RelativePath folder, string path) =>
        RelativePath.TryParse(path, out var rest) ? folder.Join(rest.Value) : folder;
}
