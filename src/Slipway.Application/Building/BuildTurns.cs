using Slipway.Core.Planning;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>
/// Whose turn it is: an image waits for its parents, then for one of the slots, and of those that wait the one with the
/// longest way to go is next; among equals the first of the plan.
/// </summary>
/// <remarks>
/// An image that is done lines up those that waited only for it before it gives its slot away. If they came by
/// themselves, the first to come would get the slot, however short its way.
/// </remarks>
internal sealed class BuildTurns
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, (long, int)> _waiting = new();
    private readonly Dictionary<ImageName, Place> _places = [];
    private readonly ILookup<ImageName, ImageName> _children;
    private int _free;

    /// <param name="plan">What is built.</param>
    /// <param name="chains">For each image the time from its start to the end of what waits for it.</param>
    public BuildTurns(BuildPlan plan, IReadOnlyDictionary<ImageName, TimeSpan> chains)
    {
        // Packages only a task builds: they never take a slot, and nothing on them does.
        var waited = plan.Images.Where(planned => planned.MustBuild).Select(planned => planned.Name).ToHashSet();
        var edges = plan.Images
            .Where(planned => planned.MustBuild && !planned.IsPackage)
            .SelectMany(
                planned => planned.Parents.Where(waited.Contains).Distinct(), (child, parent) => (parent, child))
            .ToList();
        _children = edges.ToLookup(edge => edge.parent, edge => edge.child.Name);
        var missing = edges.CountBy(edge => edge.child.Name).ToDictionary();
        foreach (var planned in plan.Images.Where(planned => planned.MustBuild && !planned.IsPackage))
        {
            var place = new Place(
                (-chains[planned.Name].Ticks, _places.Count), missing.GetValueOrDefault(planned.Name));
            _places.Add(planned.Name, place);
            LineUp(place);
        }
    }

    /// <summary>Gives out so many slots more. There are none at first.</summary>
    public void Add(int slots)
    {
        lock (_lock)
        {
            _free += slots;
            Grant();
        }
    }

    /// <summary>Waits for the turn of an image whose parents are there; <see cref="End"/> gives its slot
    /// back.</summary>
    /// <exception cref="OperationCanceledException">It was ended, and there is no slot to give back.</exception>
    public async Task WaitAsync(ImageName image, CancellationToken cancellationToken)
    {
        var turn = _places[image].Turn;
        await using (cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)))
        {
            await turn.Task;
        }
    }

    /// <param name="image">What had its turn.</param>
    /// <param name="isAvailable">Whether there is an image that others can be built on.</param>
    public void End(ImageName image, bool isAvailable)
    {
        lock (_lock)
        {
            foreach (var child in isAvailable ? _children[image] : [])
            {
                _places[child].Missing--;
                LineUp(_places[child]);
            }

            _free++;
            Grant();
        }
    }

    private void LineUp(Place place)
    {
        if (place.Missing == 0)
        {
            _waiting.Enqueue(place.Turn, place.Order);
        }
    }

    private void Grant()
    {
        while (_free > 0 && _waiting.TryDequeue(out var next, out _))
        {
            // Whoever was cancelled takes none.
            _free -= next.TrySetResult() ? 1 : 0;
        }
    }

    private sealed class Place((long, int) order, int missing)
    {
        public (long, int) Order { get; } = order;

        /// <summary>How many parents are still to come.</summary>
        public int Missing { get; set; } = missing;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
