using System.Collections;

namespace Slipway.Taskcluster.Testing.Http;

/// <summary>The requests that the server has seen, in the order in which they came.</summary>
public sealed class RequestCollection : IReadOnlyCollection<RecordedRequest>
{
    private readonly Lock _gate = new();
    private readonly List<RecordedRequest> _requests = [];

    public int Count => Copy().Length;

    /// <summary>How many requests there were of a method of the API, such as <c>createTask</c>.</summary>
    public int CountOf(string name) => Copy().Count(request => request.Name == name);

    /// <summary>How many requests a service has had.</summary>
    public int CountOfService(string service) => Copy().Count(request => request.Service == service);

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }

    public IEnumerator<RecordedRequest> GetEnumerator() => Copy().AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(RecordedRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
        }
    }

    private RecordedRequest[] Copy()
    {
        lock (_gate)
        {
            return [.. _requests];
        }
    }
}
