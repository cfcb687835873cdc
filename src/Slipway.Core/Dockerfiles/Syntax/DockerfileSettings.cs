using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>What, besides its own text, decides what a Dockerfile says.</summary>
public sealed record DockerfileSettings
{
    /// <summary>The variable that stands for the image named by <c>parent:</c>.</summary>
    public const string ParentArgument = "DOCKER_IMAGE_PARENT";

    /// <summary>How the file is read.</summary>
    public DockerfileRules Rules { get; init; } = DockerfileRules.Strict;

    /// <summary>The image's arguments, for <c># %ARG</c> and for <c>ARG</c> before the first <c>FROM</c>.</summary>
    public ImmutableSortedDictionary<string, string> Args { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The image named by <c>parent:</c>.</summary>
    public ImageName? Parent { get; init; }

    /// <summary><c>os/architecture[/variant]</c>: the value of <c>TARGETPLATFORM</c> and its parts.</summary>
    public string Platform { get; init; } = "linux/amd64";

    /// <summary>The value of <c>BUILDPLATFORM</c> and its parts; null for <see cref="Platform"/>.</summary>
    public string? BuildPlatform { get; init; }

    /// <summary>The value of <c>$DOCKER_IMAGE_PARENT</c>, unless <see cref="Args"/> gives one.</summary>
    internal string? ParentValue => Args.GetValueOrDefault(ParentArgument) ?? Parent?.Value;
}
