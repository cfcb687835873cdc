using Slipway.Model.Values;

namespace Slipway.Git.Programs;

/// <summary>The checkout that another one is a submodule of.</summary>
/// <param name="Top">The top of that checkout, an absolute path.</param>
/// <param name="Submodule">Where the submodule lies in it.</param>
public sealed record Superproject(string Top, RelativePath Submodule);
