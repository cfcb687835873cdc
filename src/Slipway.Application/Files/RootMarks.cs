using System.Collections.Immutable;
using Slipway.Core.Configuration;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Values;

namespace Slipway.Application.Files;

/// <summary>What only the root of a tree has; the top of a checkout may be one without any of it.</summary>
internal static class RootMarks
{
    public static ImmutableArray<RelativePath> All { get; } =
        [RelativePath.Parse(ConfigReader.FileName), TaskgraphLayout.ImagesFolder, TaskgraphLayout.ConfigFile];
}
