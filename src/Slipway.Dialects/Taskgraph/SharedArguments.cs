using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Model.Tasks;

namespace Slipway.Dialects.Taskgraph;

/// <summary>What earlier tasks have put into arguments that are shared through an alias.</summary>
/// <remarks>
/// The transforms put the packages into the very mapping that they were given, behind the digest's back: an image that
/// shares its arguments with one before it (<c>args: *same</c>) has them in its digest.
/// </remarks>
internal sealed class SharedArguments
{
    private readonly Dictionary<YamlMap, string> _packagesIn = [];

    /// <summary>Gives an entry what an earlier task left in its arguments, and leaves its own packages there.</summary>
    /// <param name="entry">Has its own arguments already.</param>
    /// <param name="args">Where they are written.</param>
    /// <param name="packages">What the transform puts in when the digest is made.</param>
    /// <returns>Whether there was something.</returns>
    public bool Enter(ImageEntry entry, YamlMap args, string packages)
    {
        bool isShared = _packagesIn.TryGetValue(args, out string? before);
        if (isShared)
        {
            entry.Args = entry.Args.SetItem(GeckoImageSettings.PackagesArgument, before!);
        }

        _packagesIn[args] = packages;
        return isShared;
    }
}
