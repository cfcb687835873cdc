using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Images;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Tasks;

namespace Slipway.Decisions.Planning;

/// <summary>Whether the image in which images are built can build them.</summary>
internal static class BuilderFitness
{
    // taskgraph's own builder, whatever its version: it hands kaniko the one parent of PARENT_TASK_ID, by the argument
    // DOCKER_IMAGE_PARENT (github.com/taskcluster/taskgraph, taskcluster/docker/image_builder).
    private const string TaskgraphBuilder = "mozillareleases/image_builder";

    /// <summary>Refuses images whose tasks could only fail.</summary>
    /// <param name="images">Those that are built.</param>
    /// <param name="settings">What is configured for tasks.</param>
    /// <param name="builderOf">The image that docker-worker runs to build one.</param>
    /// <param name="problems">Gets an error for each.</param>
    public static void Check(
        IEnumerable<ImageDefinition> images,
        PoolSettings settings,
        Func<ImageDefinition, string> builderOf,
        DiagnosticBag problems)
    {
        if (settings.Implementation != WorkerImplementation.DockerWorker)
        {
            return;
        }

        foreach (var image in images.Where(image => IsTaskgraphs(builderOf(image))))
        {
            string builder = builderOf(image);
            if (image.DockerfileName.Value != BuildRequest.UsualDockerfile)
            {
                problems.Add(Unfit(
                    image,
                    builder,
                    $"it is built from {image.DockerfileName}",
                    $"takes only the file {BuildRequest.UsualDockerfile}"));
            }

            if (NamesParents(image))
            {
                problems.Add(Unfit(
                    image,
                    builder,
                    $"it is built on {string.Join(", ", image.Parents.Select(edge => edge.Parent))}",
                    "knows no parents by name"));
            }
        }
    }

    private static Diagnostic Unfit(ImageDefinition image, string builder, string what, string why) => new(
        TaskCodes.BuilderUnfit,
        $"The task of {image.Name} could not build it: {what}, and {builder.Split('@')[0]}, in which tasks build "
        + $"images, {why}",
        "Name an image with slipway, such as docker/image-builder makes, as 'image:' below 'taskcluster:' in "
        + "slipway.yml, or choose workers that have it: 'implementation: generic-worker'.",
        image.Location);

    private static bool NamesParents(ImageDefinition image) => image.Parents.Any(edge => edge.Uses.Any(
        use => !use.Written.Contains(DockerfileSettings.ParentArgument, StringComparison.Ordinal)));

    private static bool IsTaskgraphs(string builder)
    {
        string name = builder.Split('@')[0];
        name = name.StartsWith("docker.io/", StringComparison.Ordinal) ? name["docker.io/".Length..] : name;
        return name.Split(':')[0] == TaskgraphBuilder;
    }
}
