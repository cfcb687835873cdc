using System.Collections.Concurrent;
using Slipway.Model.Builds;
using Slipway.Model.Sharing;
using Slipway.Model.Values;
using Slipway.Sharing.Leases;

namespace Slipway.Sharing.Tests.Support;

/// <summary>
/// Builders that share a board, every step of theirs taken when the test says so: one thread, no real time.
/// </summary>
internal sealed class LeaseWorld(Random random)
{
    private readonly ConcurrentQueue<(SendOrPostCallback Call, object? State)> _posted = new();
    private readonly Dictionary<string, LeaseNote> _notes = new(StringComparer.Ordinal);
    private readonly List<(Builder Who, Action Do)> _pending = [];
    private readonly List<Builder> _builders = [];

    public static readonly InputsDigest Digest = InputsDigest.Of("digest"u8);

    public static readonly LeaseTimes Times = new()
    {
        Patience = TimeSpan.FromSeconds(30),
        Heartbeat = TimeSpan.FromSeconds(5),
        Poll = TimeSpan.FromSeconds(1),
    };

    /// <summary>How likely a list leaves out a tag that is there.</summary>
    public double Flicker { get; init; }

    /// <summary>Whether notes can be deleted.</summary>
    public bool Deletes { get; init; } = true;

    /// <summary>How many build at this moment, and at most did.</summary>
    public int Building { get; private set; }

    public int MostBuilding { get; private set; }

    public int Builds { get; private set; }

    public IEnumerable<string> Tags => _notes.Keys;

    /// <summary>Whether every note that is there says that it was given up.</summary>
    public bool IsAllReleased => _notes.Values.All(note => note.IsReleased);

    /// <param name="builds">How long it builds.</param>
    /// <param name="waits">Whether it waits for others.</param>
    /// <param name="speed">How fast its clock runs.</param>
    public Builder Add(TimeSpan builds, bool waits = true, double speed = 1)
    {
        var builder = new Builder(this, $"machine {_builders.Count}", builds, waits) { Speed = speed };
        _builders.Add(builder);
        return builder;
    }

    /// <summary>Lets everybody work until all that live are done.</summary>
    /// <returns>Whether they were within so many steps.</returns>
    public bool Run(int most, Action<int>? before = null)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Pump(this));
        try
        {
            _builders.ForEach(builder => builder.StartOnce());
            Drain();
            for (int step = 0; step < most; step++)
            {
                before?.Invoke(step);
                if (_builders.TrueForAll(builder => builder.IsDone))
                {
                    return true;
                }

                Step();
            }

            return false;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void Step()
    {
        _pending.RemoveAll(pending => pending.Who.IsDead);
        var ready = _pending.Where(pending => !pending.Who.IsPaused).ToList();
        if (ready.Count > 0 && random.Next(8) > 0)
        {
            var next = ready[random.Next(ready.Count)];
            _pending.Remove(next);
            next.Do();
        }
        else
        {
            foreach (var builder in _builders.Where(builder => !builder.IsDead))
            {
                builder.Clock.Advance(TimeSpan.FromSeconds(1) * builder.Speed);
            }
        }

        Drain();
    }

    private void Drain()
    {
        while (_posted.TryDequeue(out var posted))
        {
            posted.Call(posted.State);
        }
    }

    private Task<T> Later<T>(Builder who, Func<T> work)
    {
        var done = new TaskCompletionSource<T>();
        _pending.Add((who, () => done.SetResult(work())));
        return done.Task;
    }

    /// <summary>A machine that wants to build.</summary>
    internal sealed class Builder(LeaseWorld world, string name, TimeSpan builds, bool waits) : ILeaseBoard
    {
        private Task? _work;
        private DateTimeOffset _pausedUntil;

        public FakeTimeProvider Clock { get; } = new();

        /// <summary>How fast its clock runs.</summary>
        public double Speed { get; init; } = 1;

        public bool IsDead { get; private set; }

        public bool IsDone => IsDead || _work is { IsCompleted: true };

        public bool IsBuilding { get; private set; }

        public bool? Confirmed { get; private set; }

        public Exception? Failure => _work?.Exception?.InnerException;

        public List<LeaseHolder> Waited { get; } = [];

        public void StartOnce() => _work ??= WorkAsync();

        /// <summary>Holds up what it does to the board for so long by its own clock.</summary>
        public void Pause(TimeSpan time) => _pausedUntil = Clock.GetUtcNow() + time;

        public bool IsPaused => Clock.GetUtcNow() < _pausedUntil;

        /// <summary>Kills it with all that it has under way.</summary>
        public void Kill()
        {
            IsDead = true;
            Leave();
        }

        public Task<IReadOnlyList<LeaseTag>> ListAsync(CancellationToken cancellationToken) =>
            world.Later<IReadOnlyList<LeaseTag>>(this, () =>
            [
                .. world._notes.Keys
                    .Where(_ => !(world.Random() < world.Flicker))
                    .Select(LeaseTag.Parse)
                    .OfType<LeaseTag>(),
            ]);

        public Task<LeaseNote?> ReadAsync(LeaseTag tag, CancellationToken cancellationToken) =>
            world.Later(this, () => world._notes.GetValueOrDefault(tag.Text));

        public Task PutAsync(LeaseTag tag, LeaseNote note, CancellationToken cancellationToken) =>
            world.Later(this, () => world._notes[tag.Text] = note);

        public Task DeleteAsync(LeaseTag tag, CancellationToken cancellationToken) =>
            world.Later(this, () => world.Deletes && world._notes.Remove(tag.Text));

        private async Task WorkAsync()
        {
            var taker = new LeaseTaker(this, new LeaseHolder(name, null, null), Times, Clock);
            var lease = await taker.TakeAsync(
                new LeaseRequest(Digest, ImageName.Parse("base"), waits, Waited.Add), CancellationToken.None);
            IsBuilding = true;
            world.Building++;
            world.Builds++;
            world.MostBuilding = Math.Max(world.MostBuilding, world.Building);
            await Task.Delay(builds, Clock);
            Confirmed = await lease.ConfirmAsync(CancellationToken.None);
            Leave();
            await lease.DisposeAsync();
        }

        private void Leave()
        {
            if (IsBuilding)
            {
                IsBuilding = false;
                world.Building--;
            }
        }
    }

    private double Random() => random.NextDouble();

    private sealed class Pump(LeaseWorld world) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => world._posted.Enqueue((d, state));
    }
}
