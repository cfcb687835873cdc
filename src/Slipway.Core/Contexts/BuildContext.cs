using System.Collections.Immutable;
using Slipway.Core.Values;

namespace Slipway.Core.Contexts;

/// <summary>What is sent to the engine for one image: every file, sorted by path, the Dockerfile among them.</summary>
/// <param name="Image">The image that it builds.</param>
/// <param name="Files">Sorted by the UTF-8 bytes of the path, each path once.</param>
public sealed record BuildContext(ImageName Image, ImmutableArray<ContextFile> Files)
{
    /// <summary>The Dockerfile's path in every context.</summary>
    public const string DockerfilePath = "Dockerfile";
}
