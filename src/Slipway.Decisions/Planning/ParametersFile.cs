using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>What a file of parameters says; null for what it does not say.</summary>
public sealed record ParametersFile
{
    /// <summary>The file's name.</summary>
    public required string Name { get; init; }

    public Level? Level { get; init; }

    public string? Project { get; init; }

    /// <summary><c>build_date</c>, else <c>pushdate</c>.</summary>
    public DateTimeOffset? PushDate { get; init; }

    public string? Owner { get; init; }

    public string? TasksFor { get; init; }

    public string? HeadRepository { get; init; }

    public string? HeadRevision { get; init; }

    public string? HeadRef { get; init; }

    public string? BaseRepository { get; init; }

    public string? RepositoryType { get; init; }

    public string? PushlogId { get; init; }

    /// <summary>Every single value that it has, by name.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
