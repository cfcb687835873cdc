namespace Slipway.Sharing.Leases;

/// <summary>Who stands before somebody who wants to build, by what was seen of them so far.</summary>
/// <remarks>
/// <para>The bakery algorithm (https://lamport.azurewebsites.net/pubs/bakery.pdf), which needs no compare-and-swap: say
/// that you choose, choose a number above all that are there, say that you have chosen, and wait for everybody who is
/// choosing and for every lower number.</para>
/// <para>Pure: what was seen and when is handed in, by the clock of whoever waits. No clock of another machine is ever
/// compared with it: somebody is dead when nothing of them has changed for long enough to whoever watches them.</para>
/// </remarks>
/// <param name="patience">How long somebody may show no sign of life.</param>
internal sealed class LeaseQueue(TimeSpan patience)
{
    // A note that is not there once may be there again, where answers come from several copies.
    private const int Misses = 2;

    private readonly Dictionary<LeaseTag, Sight> _seen = [];

    /// <summary>A number above all that were seen, those of the dead among them.</summary>
    /// <remarks>Nobody counts that far, but anybody can put the highest number: then it is the same one.</remarks>
    public long NextTicket =>
        _seen.Keys.Select(tag => tag.Ticket ?? 0).DefaultIfEmpty().Max() is < long.MaxValue and var last
            ? last + 1
            : long.MaxValue;

    /// <summary>Those whose notes have to be looked at again.</summary>
    public IEnumerable<LeaseTag> Watched => _seen.Where(pair => !pair.Value.IsGone).Select(pair => pair.Key);

    /// <summary>Takes in that a tag is listed. One that is not listed any more is still watched.</summary>
    public void See(LeaseTag tag, TimeSpan now) => _seen.TryAdd(tag, new Sight(null, now, 0, IsReleased: false));

    /// <summary>Takes in what stands under a tag.</summary>
    /// <param name="note">The note; null when there is none.</param>
    /// <param name="now">By the clock of who sees it, which never goes back.</param>
    public void See(LeaseTag tag, LeaseNote? note, TimeSpan now)
    {
        See(tag, now);
        var before = _seen[tag];
        _seen[tag] =
            note is null ? before with { Missed = before.Missed + 1 }
            : new Sight(
                note,
                // A first look tells nothing of how long it has been so.
                before.Note?.Counter == note.Counter ? before.Changed : now,
                0,
                before.IsReleased || note.IsReleased);
    }

    /// <summary>Who has to be waited for; null when nobody has.</summary>
    /// <param name="own">The number of who asks.</param>
    public LeaseNote? FindBlocker(LeaseTag own, TimeSpan now) => _seen
        .Where(pair => pair.Key.Nonce != own.Nonce
            && !pair.Value.IsGone
            && now - pair.Value.Changed < patience
            && (pair.Key.Ticket is null || pair.Key.IsBefore(own)))
        // Who has a number builds or will next; who only chooses is waited for a moment.
        .OrderByDescending(pair => pair.Key.Ticket is not null)
        .ThenBy(pair => pair.Key.Ticket)
        .ThenBy(pair => pair.Key.Nonce, StringComparer.Ordinal)
        .Select(pair => pair.Value.Note ?? Unknown)
        .FirstOrDefault();

    /// <summary>Those who count as dead, with what last stood under their tags.</summary>
    public IEnumerable<(LeaseTag Tag, LeaseNote Note)> FindDead(TimeSpan now) => _seen
        .Where(pair => !pair.Value.IsGone && now - pair.Value.Changed >= patience)
        .Select(pair => (pair.Key, pair.Value.Note ?? Unknown));

    private static LeaseNote Unknown { get; } = new(0, IsReleased: false, new("another machine", null, null));

    /// <param name="Changed">When it last was another one, or was first seen.</param>
    /// <param name="Missed">How often in a row it was not there.</param>
    private sealed record Sight(LeaseNote? Note, TimeSpan Changed, int Missed, bool IsReleased)
    {
        public bool IsGone => IsReleased || Missed >= Misses;
    }
}
