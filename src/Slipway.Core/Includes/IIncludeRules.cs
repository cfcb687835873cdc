using Slipway.Model.Values;

namespace Slipway.Core.Includes;

/// <summary>In what dialects differ about where an include leads and lands.</summary>
public interface IIncludeRules
{
    /// <summary>Whether a link that an include names is followed.</summary>
    bool FollowsLinks { get; }

    /// <summary>Where an include lands in the context.</summary>
    /// <param name="written">The path as the Dockerfile has it.</param>
    /// <param name="path">The same, normalised.</param>
    string IncludePath(string written, RelativePath path);
}
