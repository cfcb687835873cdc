using System.Collections.Immutable;
using Slipway.Engines.Settings;
using Slipway.Files.Linux;
using Slipway.Model.Engines;

namespace Slipway.Engines.Running;

/// <summary>Options by which a container writes files as the user who runs it.</summary>
internal static class CallingUser
{
    /// <summary>The options with what <see cref="RunOptions.AsCaller"/> means for an engine.</summary>
    public static ImmutableArray<string> Put(ImmutableArray<string> options, EngineKind kind)
    {
        int place = options.IndexOf(RunOptions.AsCaller);
        return place < 0 ? options : options.RemoveAt(place).InsertRange(place, Of(kind));
    }

    private static ImmutableArray<string> Of(EngineKind kind)
    {
        if (!LinuxCalls.IsSupported)
        {
            return [];
        }

        (uint user, uint group) = (LinuxCalls.EffectiveUser(), LinuxCalls.EffectiveGroup());
        // Without root Podman gives containers a range of other users; this keeps the caller's number (podman-run(1)).
        return kind == EngineKind.Podman && user != 0 ? ["--userns", "keep-id"] : ["--user", $"{user}:{group}"];
    }
}
