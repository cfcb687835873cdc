using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Core.Contexts;

/// <summary>What is sent to the engine for one image: every file, sorted by path, the Dockerfile among them.</summary>
/// <param name="Image">The image that it builds.</param>
/// <param name="Files">Sorted by the UTF-8 bytes of the path, each path once.</param>
public sealed record BuildContext(ImageName Image, ImmutableArray<ContextFile> Files)
{
    /// <summary>The Dockerfile's path in a context, unless the image names another one.</summary>
    public const string DockerfilePath = BuildRequest.UsualDockerfile;

    /// <summary>The path in the context of the Dockerfile that is built.</summary>
    public string Dockerfile { get; init; } = DockerfilePath;

    /// <summary>The folder of a context below which includes are.</summary>
    public const string IncludeFolder = "topsrcdir";

    /// <summary>What <c># %include</c> lines brought in, in their order.</summary>
    public ImmutableArray<ContextOrigin> Origins { get; init; } = [];

    /// <summary>What brought a file in: the line of an <c># %include</c>, else the file itself.</summary>
    public SourceLocation OriginOf(ContextFile file)
    {
        foreach (var origin in Origins)
        {
            if (file.Path.StartsWith(origin.Path, StringComparison.Ordinal)
                && (file.Path.Length == origin.Path.Length || file.Path[origin.Path.Length] == '/'))
            {
                return origin.Location;
            }
        }

        return new SourceLocation(file.Source?.Path.Value ?? file.Path);
    }
}

/// <summary>That a line of the Dockerfile brought a path, and all below it, into the context.</summary>
/// <param name="Path">The path in the context, without a trailing slash.</param>
/// <param name="Location">The line of the <c># %include</c>.</param>
public sealed record ContextOrigin(string Path, SourceLocation Location);
