using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Core.Configuration;
using Slipway.Core.Images;
using Slipway.Core.Namespaces;
using Slipway.Core.Planning;
using Slipway.Model.Engines;
using Slipway.Model.Pushes;
using Slipway.Model.Tasks;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>
/// The environment of an image's task: what taskgraph's image tasks have, and what more <c>build-task</c> reads.
/// </summary>
/// <remarks>https://github.com/taskcluster/taskgraph/blob/main/src/taskgraph/transforms/docker_image.py</remarks>
internal sealed class ImageEnvironment(DecisionRequest request, SlipwayConfig config)
{
    // Text of people in other languages stays readable; nothing of this ever becomes a part of a web page.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public JsonObject Of(PlannedImage image, ImageDefinition definition, Sha256Digest contextHash, ParentTasks parents)
    {
        var parameters = request.Parameters;
        var environment = new JsonObject
        {
            [ImageTaskVariables.ContextTask] = request.Decision.Value,
            [ImageTaskVariables.ContextPath] = ArtifactName.ContextOf(image.Name).Value,
            [ImageTaskVariables.Hash] = contextHash.ToString(),
            ["PROJECT"] = parameters.Project,
            [ImageTaskVariables.ImageName] = image.Name.Value,
            // Level 1 is about the time to the end; above, images are read more often than they are built.
            [ImageTaskVariables.Compression] = parameters.Push.Level == Level.Lowest ? "3" : "10",
            [ImageTaskVariables.BuildArguments] = ArgumentsOf(definition).ToJsonString(Readable),
            ["VCS_BASE_REPOSITORY"] = parameters.BaseRepository,
            ["VCS_HEAD_REPOSITORY"] = parameters.HeadRepository,
            ["VCS_HEAD_REV"] = parameters.HeadRevision,
            ["VCS_REPOSITORY_TYPE"] = parameters.RepositoryType,
            [ImageTaskVariables.Digest] = image.Digest.ToString(),
            [ImageTaskVariables.Platform] = config.PlatformOf(definition),
            [ImageTaskVariables.Scope] = ScopeOf(parameters.Push).Text,
        };
        foreach (var (name, value) in config.Dialect.Tasks.Variables)
        {
            environment[name] = value;
        }

        if (config.Protects(parameters.Push.Scope.Level))
        {
            environment[ImageTaskVariables.Protected] = "1";
        }

        if (definition.DockerfileName.Value is var dockerfile and not BuildRequest.UsualDockerfile)
        {
            environment[ImageTaskVariables.Dockerfile] = dockerfile;
        }

        if (parents.Main is { } main)
        {
            environment[ImageTaskVariables.ParentTask] = main.Value;
        }

        if (parents.ToNames() is { } names)
        {
            environment[ImageTaskVariables.Parents] = names.ToJsonString(Readable);
        }

        return environment;
    }

    private IndexScope ScopeOf(PushContext push) => new IndexNaming(config).WritableScope(push);

    private JsonObject ArgumentsOf(ImageDefinition definition)
    {
        var arguments = new JsonObject();
        foreach (var (name, value) in definition.Args)
        {
            arguments[name] = value;
        }

        foreach (var (name, value) in config.Dialect.Tasks.Arguments)
        {
            arguments[name] = value;
        }

        return arguments;
    }
}
