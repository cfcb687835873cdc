using Slipway.Engines.Settings;

namespace Slipway.Engines.Direct;

/// <summary>Whether what an engine keeps may be read in its own folder.</summary>
internal static class EngineFolder
{
    /// <summary>The variable that forbids it: <c>off</c>.</summary>
    public const string Variable = "SLIPWAY_ENGINE_FOLDER";

    public static bool MayBeRead(EngineEnvironment environment) => environment.Get(Variable) != "off";
}
