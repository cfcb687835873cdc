namespace Slipway.Taskcluster;

/// <summary>How long a silent server is waited for.</summary>
/// <param name="Connect">Until a connection stands.</param>
/// <param name="Stall">Until an answer begins, or the next bytes of one come.</param>
public sealed record TaskclusterTimeouts(TimeSpan Connect, TimeSpan Stall)
{
    public static TaskclusterTimeouts Default { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60));
}
