using Slipway.Core.Configuration;
using Slipway.Review.Proposals;

namespace Slipway.Application.Starting;

/// <summary>The configuration of a tree that has nothing yet.</summary>
internal static class FirstConfig
{
    /// <param name="root">The absolute path of the tree.</param>
    public static ConfigProposal Of(string root) => new()
    {
        Prefix = DefaultPrefix.From(Path.GetFileName(Path.TrimEndingDirectorySeparator(root))),
        Folder = ImageRecipe.Folder,
        Folders = ["*"],
        Origin = "an empty tree",
    };
}
