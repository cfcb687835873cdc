using Slipway.Application.Builds;

namespace Slipway.Cli.Progress;

/// <summary>The phases of a build in words.</summary>
internal static class PhaseNames
{
    public static string Of(BuildPhase phase) => phase switch
    {
        BuildPhase.Parents => "loading parents",
        BuildPhase.Building => "building",
        BuildPhase.Storing => "storing",
        BuildPhase.Sharing => "sharing",
        BuildPhase.Indexing => "indexing",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };
}
