using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Configuration;
using Slipway.Core.Trees;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Dialects.Gecko;

/// <summary>What gecko reads in Dockerfiles besides making contexts of them.</summary>
/// <param name="tree">The tree.</param>
/// <param name="images">The images.</param>
internal sealed class WorkerDockerfiles(TreeFiles tree, ImmutableArray<ImageEntry> images)
{
    private const int MaximumSize = 1024 * 1024;

    private readonly Dictionary<ImageName, string[]> _lines = [];

    /// <summary>The images whose Dockerfile takes run-task files.</summary>
    public ImmutableHashSet<ImageName> WithRunTask() =>
    [
        .. images
            .Where(image => (LinesOf(image.Name) ?? []).Any(line =>
                line.Trim() == "# %include-run-task" && line.StartsWith('#')))
            .Select(image => image.Name),
    ];

    /// <summary>
    /// Holds the images in which tasks run to what gecko asks of them: builders, and those of packages
    /// (<c>gecko_taskgraph/util/docker.py</c>, <c>parse_volumes</c>).
    /// </summary>
    public void Check(ImmutableArray<ImageEntry> packages)
    {
        var byName = images.ToDictionary(image => image.Name);
        foreach (var builder in images.SelectMany(image => image.Needs)
            .Where(need => need.Role == Core.Edges.EdgeRoles.Builder)
            .Select(need => need.Name)
            .Distinct())
        {
            if (VolumeProblem(builder) is { } problem && byName.TryGetValue(builder, out var entry))
            {
                entry.Problems.Add(problem);
            }
        }

        foreach (var package in packages.Where(package => package.Package!.RunsIn != package.Name))
        {
            var image = package.Package!.RunsIn;
            if (LinesOf(image) is null)
            {
                package.Problems.Add(new Diagnostic(
                    GeckoCodes.ImageOfPackageMissing,
                    $"The package {package.Package.Name} is built in the image {image}, which has no Dockerfile",
                    $"Add the image {image}, or build the package for another distribution.",
                    package.Location));
            }
            else if (VolumeProblem(image) is { } problem)
            {
                package.Problems.Add(problem);
                if (byName.TryGetValue(image, out var entry))
                {
                    entry.Problems.Add(problem);
                }
            }
        }
    }

    private Diagnostic? VolumeProblem(ImageName image)
    {
        string[] lines = LinesOf(image) ?? [];
        int at = Array.FindIndex(lines, IsArray);
        return at < 0
            ? null
            : new Diagnostic(
                GeckoCodes.VolumeInvalid,
                $"gecko cannot read '{Model.Text.Display.Text(lines[at].Trim())}' of {image}, in which a task runs",
                "Write VOLUME with the paths one behind the other, without brackets.",
                new SourceLocation(DockerfileOf(image).Value, at + 1));
    }

    private static bool IsArray(string line)
    {
        const string Volume = "VOLUME ";
        string stripped = line.Trim(' ', '\t', '\r', '\n', '\v', '\f');
        return stripped.StartsWith(Volume, StringComparison.Ordinal)
            && stripped[Volume.Length..].TrimStart(' ', '\t', '\v', '\f').StartsWith('[');
    }

    private RelativePath DockerfileOf(ImageName image)
    {
        string folder = images.FirstOrDefault(entry => entry.Name == image)?.Definition?.Value ?? image.Value;
        return RelativePath.TryParse($"{TaskgraphLayout.ImagesFolder}/{folder}/Dockerfile", out var path)
            ? path.Value
            : TaskgraphLayout.ImagesFolder.Child(image.Value).Child("Dockerfile");
    }

    /// <summary>The lines of a Dockerfile as it is on disk; null when there is none. What is wrong with it is told by
    /// who reads it for its image.</summary>
    private string[]? LinesOf(ImageName image)
    {
        if (!_lines.TryGetValue(image, out string[]? lines))
        {
            var own = tree.ReportingTo(new DiagnosticBag());
            var path = DockerfileOf(image);
            lines = own.Exists(path) && own.Read(path, MaximumSize) is { } content
                ? Encoding.UTF8.GetString(content.Span).Split('\n')
                : null;
            if (lines is null)
            {
                return null;
            }

            _lines.Add(image, lines);
        }

        return lines;
    }
}
