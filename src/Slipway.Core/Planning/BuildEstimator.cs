using System.Collections.Immutable;
using Slipway.Model.Values;

namespace Slipway.Core.Planning;

/// <summary>Plays a plan through with the durations of past builds. Pure.</summary>
public sealed class BuildEstimator
{
    private readonly ImmutableArray<PlannedImage> _images;
    private readonly Dictionary<ImageName, int> _places;
    private readonly TimeSpan[] _durations;
    private readonly TimeSpan[] _chains;
    private readonly ImmutableArray<ImageName> _known;
    private readonly ImmutableArray<ImageName> _unknown;

    /// <param name="durations">What a build of each image takes; images may be missing.</param>
    public BuildEstimator(BuildPlan plan, IReadOnlyDictionary<ImageName, TimeSpan> durations)
    {
        _images = [.. plan.ToBuild];
        _places = _images
            .Select((image, place) => (image.Name, place))
            .ToDictionary(pair => pair.Name, pair => pair.place);
        _known = [.. _images.Select(image => image.Name).Where(durations.ContainsKey)];
        _unknown = [.. _images.Select(image => image.Name).Where(name => !durations.ContainsKey(name))];

        // Images of one digest are built once: the others only wait.
        var digests = new HashSet<InputsDigest>();
        _durations =
        [
            .. _images.Select(image =>
                digests.Add(image.Digest) ? durations.GetValueOrDefault(image.Name) : TimeSpan.Zero),
        ];
        _chains = ChainsOf(durations);
    }

    /// <param name="slots">How many images are built at once; at least 1.</param>
    public BuildEstimate Estimate(int slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        var (path, time) = CriticalPath();
        return new BuildEstimate(
            slots,
            Simulate(slots),
            _durations.Aggregate(TimeSpan.Zero, (sum, duration) => sum + duration),
            path,
            time,
            _known,
            _unknown);
    }

    /// <summary>
    /// The time from the start of each image to the end of the longest chain that begins with it: what has most of it
    /// is best built first. An image that was never built counts as the others do in the middle.
    /// </summary>
    public IReadOnlyDictionary<ImageName, TimeSpan> Chains() => _images
        .Select((image, place) => (image.Name, Chain: _chains[place]))
        .ToDictionary(pair => pair.Name, pair => pair.Chain);

    private TimeSpan[] ChainsOf(IReadOnlyDictionary<ImageName, TimeSpan> durations)
    {
        TimeSpan[] known = [.. _known.Select(name => durations[name]).Order()];
        var usual = known.Length == 0 ? TimeSpan.FromMinutes(1) : known[known.Length / 2];
        var chains = new TimeSpan[_images.Length];

        // Children stand behind their parents.
        for (int image = _images.Length - 1; image >= 0; image--)
        {
            chains[image] += durations.GetValueOrDefault(_images[image].Name, usual);
            foreach (int parent in ParentsOf(image))
            {
                chains[parent] = chains[parent] > chains[image] ? chains[parent] : chains[image];
            }
        }

        return chains;
    }

    private IEnumerable<int> ParentsOf(int image) =>
        _images[image].Parents.Where(_places.ContainsKey).Select(parent => _places[parent]);

    /// <summary>
    /// The executor's order: an image waits for its parents, then for a free slot, the longest chain first.
    /// </summary>
    private TimeSpan Simulate(int slots)
    {
        int[] missing = [.. Enumerable.Range(0, _images.Length).Select(image => ParentsOf(image).Count())];
        var children = Enumerable.Range(0, _images.Length)
            .SelectMany(child => ParentsOf(child).Select(parent => (parent, child)))
            .ToLookup(pair => pair.parent, pair => pair.child);
        var waiting = new PriorityQueue<int, (long Chain, int Arrived)>();
        int arrived = 0;
        void Wait(IEnumerable<int> ready)
        {
            foreach (int image in ready)
            {
                waiting.Enqueue(image, (-_chains[image].Ticks, arrived++));
            }
        }

        Wait(Enumerable.Range(0, _images.Length).Where(image => missing[image] == 0));
        var running = new PriorityQueue<int, (TimeSpan End, int Image)>();
        var now = TimeSpan.Zero;
        do
        {
            while (running.Count < slots && waiting.TryDequeue(out int next, out _))
            {
                running.Enqueue(next, (now + _durations[next], next));
            }

            if (running.TryDequeue(out int done, out var end))
            {
                now = end.End;
                Wait(children[done].Where(child => --missing[child] == 0));
            }
        }
        while (running.Count + waiting.Count > 0);

        return now;
    }

    private (ImmutableArray<ImageName> Path, TimeSpan Time) CriticalPath()
    {
        var ends = new TimeSpan[_images.Length];
        int[] before = new int[_images.Length];
        int last = -1;
        for (int image = 0; image < _images.Length; image++)
        {
            before[image] = ParentsOf(image)
                .DefaultIfEmpty(-1)
                .MaxBy(parent => parent < 0 ? TimeSpan.Zero : ends[parent]);
            ends[image] = _durations[image] + (before[image] < 0 ? TimeSpan.Zero : ends[before[image]]);
            last = last < 0 || ends[image] > ends[last] ? image : last;
        }

        var path = new Stack<ImageName>();
        for (int image = last; image >= 0; image = before[image])
        {
            path.Push(_images[image].Name);
        }

        return ([.. path], last < 0 ? TimeSpan.Zero : ends[last]);
    }
}
