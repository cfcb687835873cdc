using System.Collections.Immutable;

namespace Slipway.Model.Secrets;

/// <summary>Where a build secret is, as <c>slipway.yml</c> says it. Never its value.</summary>
public abstract record SecretPlace
{
    private SecretPlace()
    {
    }

    /// <summary>An environment variable of the command.</summary>
    public sealed record Variable(string Name) : SecretPlace;

    /// <summary>A file: absolute, from the home folder (<c>~/</c>), or from the root of the tree.</summary>
    public sealed record InFile(string Path) : SecretPlace;

    /// <summary>What a program prints, run in the root of the tree; no shell sees its words.</summary>
    public sealed record Output(ImmutableArray<string> Words) : SecretPlace;
}
