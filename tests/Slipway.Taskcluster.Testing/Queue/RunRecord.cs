using System.Text.Json.Nodes;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>One attempt to run a task.</summary>
internal sealed class RunRecord(string reasonCreated, DateTimeOffset scheduled)
{
    /// <summary><c>pending</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>exception</c>.</summary>
    public string State { get; set; } = RunState.Pending;

    public string? ReasonResolved { get; set; }

    public string? WorkerGroup { get; set; }

    public string? WorkerId { get; set; }

    public DateTimeOffset? TakenUntil { get; set; }

    public DateTimeOffset? Started { get; set; }

    public DateTimeOffset? Resolved { get; set; }

    public SortedDictionary<string, ArtifactRecord> Artifacts { get; } = new(StringComparer.Ordinal);

    public void Resolve(string state, string reason, DateTimeOffset now)
    {
        State = state;
        ReasonResolved = reason;
        Resolved = now;
        TakenUntil = null;
    }

    public JsonObject ToJson(int id)
    {
        var json = new JsonObject { ["runId"] = id, ["state"] = State, ["reasonCreated"] = reasonCreated };
        Add("reasonResolved", ReasonResolved);
        Add("workerGroup", WorkerGroup);
        Add("workerId", WorkerId);
        AddTime("takenUntil", TakenUntil);
        AddTime("scheduled", scheduled);
        AddTime("started", Started);
        AddTime("resolved", Resolved);
        return json;

        void AddTime(string name, DateTimeOffset? time) => Add(name, time is { } known ? JsonTexts.Time(known) : null);
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }
    }
}
