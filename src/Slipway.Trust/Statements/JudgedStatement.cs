using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Trust.Verdicts;

namespace Slipway.Trust.Statements;

/// <summary>What was found of an image, with all that was found of what it stands on.</summary>
internal sealed class JudgedStatement(StatementPlace place, StatementFinding finding)
{
    /// <summary>The type of what statements speak of.</summary>
    public const string Type = "docker-image";

    private int? _generations;

    public StatementPlace Place { get; } = place;

    public StatementFinding Finding { get; } = finding;

    public List<JudgedStatement> Parents { get; } = [];

    /// <summary>The longest way from it to one without parents; asked when all parents are known.</summary>
    public int Generations => _generations ??= Parents
        .Select(parent => parent.Generations + 1)
        .DefaultIfEmpty(0)
        .Max();

    /// <summary>It before its parents; one on which several stand is told of once.</summary>
    public IEnumerable<LinkVerdict> ToLinks() => ToLinks([]);

    private IEnumerable<LinkVerdict> ToLinks(HashSet<JudgedStatement> told) => !told.Add(this)
        ? []
        : Parents.SelectMany(parent => parent.ToLinks(told)).Prepend(new LinkVerdict(
            Place.Name, Place.Digest.ToOciString(), Place.Title, Type, LinkVerdict.Statement, Finding.Checks));
}

/// <summary>Where an image stands on a chain of parents.</summary>
/// <param name="Name">The way to it.</param>
/// <param name="Title">What a person called it; null for a parent.</param>
/// <param name="Target">What is asked of it.</param>
/// <param name="Depth">1 for the image about which is asked.</param>
internal sealed record StatementPlace(
    string Name, string? Title, StatementTarget Target, int Depth)
{
    /// <summary>SHA-256 of its manifest or config.</summary>
    public Sha256Digest Digest => Target.Digest;

    /// <summary>What it is judged once for.</summary>
    public (Sha256Digest, IndexScope?, ImageName?) Key => (Digest, Target.Scope, Target.Image);
}
