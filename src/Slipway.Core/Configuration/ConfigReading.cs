using System.Collections.Immutable;

namespace Slipway.Core.Configuration;

/// <summary>What reading <c>slipway.yml</c> gave.</summary>
/// <param name="Config">Defaults where the file says nothing, or something wrong.</param>
/// <param name="Images">What is said about images: taskgraph's entries, then those below <c>images:</c>, in the order
/// of the files.</param>
/// <param name="IsWhole">Whether the images' folder and entries are known; else nothing can be said about
/// images.</param>
/// <param name="ListsAll">Whether only what is listed is an image; else a folder with a Dockerfile is one too.</param>
public sealed record ConfigReading(SlipwayConfig Config, ImmutableArray<ImageEntry> Images, bool IsWhole, bool ListsAll);
