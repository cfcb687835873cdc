namespace Slipway.Git.Revisions;

/// <summary>A commit.</summary>
/// <param name="Id">The full object id: 40 or 64 hexadecimal digits.</param>
/// <param name="Committed">When it was committed, in UTC, whole seconds.</param>
/// <param name="Subject">The first line of its message.</param>
public sealed record GitRevision(string Id, DateTimeOffset Committed, string Subject)
{
    /// <summary>The first twelve digits, for people.</summary>
    public string Short => Id[..12];
}
