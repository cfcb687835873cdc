namespace Slipway.Taskcluster.Testing.Faults;

/// <summary>What goes wrong with a request.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Whether the request is carried out all the same: the caller only does not learn of it.</summary>
    public bool IsProcessed { get; init; }

    /// <summary>Another answer; from 502 on one of a proxy in front of the services, which is no JSON.</summary>
    public sealed record Answer(int Status) : Fault;

    /// <summary>The connection breaks without an answer.</summary>
    /// <remarks>.NET's HttpClient asks a few times more by itself, where the request has no body.</remarks>
    public sealed record Drop : Fault;

    /// <summary>The answer comes late. The request is carried out.</summary>
    public sealed record Delay(TimeSpan Time) : Fault;

    /// <summary>Nothing comes, and the connection stays.</summary>
    public sealed record Stall : Fault;

    /// <summary>The connection breaks after so many bytes of the body, of which all were promised.</summary>
    public sealed record Truncate(long Bytes) : Fault;

    /// <summary>Nothing comes after so many bytes of the body, and the connection stays.</summary>
    public sealed record StallAfter(long Bytes) : Fault;

    /// <summary>The byte at this place of the body is another one.</summary>
    public sealed record Corrupt(long At) : Fault;
}
