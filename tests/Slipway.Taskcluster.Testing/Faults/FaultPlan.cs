using Slipway.Taskcluster.Testing.Http;

namespace Slipway.Taskcluster.Testing.Faults;

/// <summary>Which of the requests to come go wrong, and how.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<Rule> _rules = [];

    /// <summary>How many faults have not happened yet.</summary>
    public int Remaining
    {
        get
        {
            lock (_gate)
            {
                return _rules.Sum(rule => rule.Times);
            }
        }
    }

    /// <summary>The next requests of a kind go wrong.</summary>
    /// <param name="fault">How.</param>
    /// <param name="times">How many of them.</param>
    /// <param name="service">Of which service; null for every one.</param>
    /// <param name="method">GET, PUT and so on; null for every one.</param>
    /// <param name="path">Stands in the path; null for every one.</param>
    public void Next(Fault fault, int times = 1, string? service = null, string? method = null, string? path = null) =>
        Next(fault, times, request =>
            (service is null || request.Service == service)
            && (method is null || request.Method == method)
            && (path is null || request.Resource.Split('?')[0].Contains(path, StringComparison.Ordinal)));

    /// <summary>The next requests that match go wrong.</summary>
    public void Next(Fault fault, int times, Func<RecordedRequest, bool> matches)
    {
        lock (_gate)
        {
            _rules.Add(new Rule(fault, matches) { Times = times });
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    internal Fault? Take(RecordedRequest request)
    {
        lock (_gate)
        {
            if (_rules.Find(rule => rule.Times > 0 && rule.Matches(request)) is not { } rule)
            {
                return null;
            }

            rule.Times--;
            return rule.Fault;
        }
    }

    private sealed record Rule(Fault Fault, Func<RecordedRequest, bool> Matches)
    {
        public int Times { get; set; }
    }
}
