using System.Collections.Immutable;
using Slipway.Engines.Api;
using Slipway.Engines.Detection;
using Slipway.Engines.Settings;
using Slipway.Model.Engines;
using Slipway.Processes;

namespace Slipway.Engines.Builds;

/// <summary>Composes the command line of a build. The context comes on standard input.</summary>
internal static class BuildCommandLine
{
    // "--platform" of the classic builder, by docker/cli's own annotation (cli/command/image/build.go, v20.10).
    private static readonly Version ClassicPlatformSince = new(1, 38);

    /// <summary>
    /// Podman and Buildah take <c>Containerfile</c> for the Dockerfile when a context has one (buildah's
    /// <c>util.DiscoverContainerfile</c>); a name that is given they look for in the folder they run in first, which
    /// must hold none.
    /// </summary>
    public static ImmutableArray<string> OneDockerfile(BuildRequest request) => ["--file", request.Dockerfile];

    public static ToolCommand Create(
        BuildClient client,
        EngineEndpoint endpoint,
        EngineEnvironment environment,
        EngineServer server,
        BuildRequest request,
        ImmutableArray<string> secretOptions,
        string imageIdFile)
    {
        var arguments = ImmutableArray.CreateBuilder<string>();
        arguments.AddRange(client.Builder switch
        {
            // The builder named "default" is the engine itself; another one would keep the image to itself.
            Builder.Buildx => ["buildx", "build", "--builder", "default", "--load", "--progress=plain"],
            Builder.BuildKit => ["build", "--progress=plain"],
            // Podman's own format of an image cannot be saved as a docker-archive without becoming another image.
            Builder.Podman => ["build", "--format", "docker"],
            _ => (ImmutableArray<string>)["build"],
        });
        arguments.AddRange("--iidfile", imageIdFile);
        if (client.Builder != Builder.Classic || server.ApiVersion >= ClassicPlatformSince)
        {
            arguments.AddRange("--platform", request.Platform);
        }

        AddRequest(arguments, request, secretOptions);
        bool isPodman = client.Builder == Builder.Podman;
        arguments.AddRange(
            isPodman || request.Dockerfile != BuildRequest.UsualDockerfile ? OneDockerfile(request) : []);
        arguments.Add("-");
        return new ToolCommand(client.Path, arguments.ToImmutable(), client.EnvironmentFor(endpoint, environment))
        {
            Folder = isPodman ? Path.GetDirectoryName(imageIdFile) : null,
        };
    }

    /// <summary>What all builders understand alike.</summary>
    public static void AddRequest(
        ImmutableArray<string>.Builder arguments, BuildRequest request, ImmutableArray<string> secretOptions)
    {
        if (request.NoCache)
        {
            arguments.Add("--no-cache");
        }

        foreach (var (name, value) in request.Labels)
        {
            arguments.AddRange("--label", $"{name}={value}");
        }

        foreach (var (name, value) in request.Args)
        {
            arguments.AddRange("--build-arg", $"{name}={value}");
        }

        foreach (string option in secretOptions)
        {
            arguments.AddRange("--secret", option);
        }
    }
}
