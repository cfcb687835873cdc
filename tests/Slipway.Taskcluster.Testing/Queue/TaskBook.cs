using System.Text.Json.Nodes;
using Slipway.Taskcluster.Testing.Index;

namespace Slipway.Taskcluster.Testing.Queue;

/// <summary>The tasks of the Queue.</summary>
public sealed class TaskBook
{
    private readonly Dictionary<string, TaskRecord> _tasks = new(StringComparer.Ordinal);
    private readonly Lock _gate;
    private readonly IndexBook _index;

    internal TaskBook(Lock gate, IndexBook index)
    {
        _gate = gate;
        _index = index;
    }

    /// <summary>All tasks, in the order in which they were created.</summary>
    public TestTask[] All
    {
        get
        {
            lock (_gate)
            {
                return [.. _tasks.Values.Select(View)];
            }
        }
    }

    public TestTask? Find(string id)
    {
        lock (_gate)
        {
            return Get(id) is { } task ? View(task) : null;
        }
    }

    /// <summary>The task is gone, while index entries that lead to it stay.</summary>
    public void Remove(string id)
    {
        lock (_gate)
        {
            _tasks.Remove(id);
        }
    }

    /// <summary>An artifact of all runs is gone, while its task stays.</summary>
    public void RemoveArtifact(string id, string name)
    {
        lock (_gate)
        {
            foreach (var run in _tasks[id].Runs)
            {
                run.Artifacts.Remove(name);
            }
        }
    }

    internal IEnumerable<TaskRecord> Records => _tasks.Values;

    internal TaskRecord? Get(string id) => _tasks.GetValueOrDefault(id);

    internal void Add(TaskRecord task) => _tasks.Add(task.Id, task);

    /// <summary>Does what time has made due: claims that ran out, deadlines, expiries.</summary>
    internal void Sweep(DateTimeOffset now)
    {
        foreach (var task in _tasks.Values.ToArray())
        {
            if (task.Expires <= now)
            {
                _tasks.Remove(task.Id);
            }
            else if (!task.IsResolved && task.Deadline <= now)
            {
                if (task.Runs.Count == 0)
                {
                    task.Runs.Add(new RunRecord("exception", now));
                }

                Resolve(task, RunState.Exception, "deadline-exceeded", now);
            }
            else if (task.State == RunState.Running && task.Runs[^1].TakenUntil <= now)
            {
                Retry(task, "claim-expired", "retry", now);
            }
        }
    }

    /// <summary>Makes a task without open dependencies wait for a worker.</summary>
    internal static void Schedule(TaskRecord task, DateTimeOffset now)
    {
        if (task.Runs.Count == 0)
        {
            task.Runs.Add(new RunRecord("scheduled", now));
        }
    }

    /// <summary>Ends a run as an exception and begins another one, while the task has retries left.</summary>
    internal void Retry(TaskRecord task, string reason, string reasonCreated, DateTimeOffset now)
    {
        if (task.RetriesLeft <= 0)
        {
            Resolve(task, RunState.Exception, reason, now);
            return;
        }

        task.Runs[^1].Resolve(RunState.Exception, reason, now);
        task.RetriesLeft--;
        task.Runs.Add(new RunRecord(reasonCreated, now));
    }

    /// <summary>Ends the latest run, indexes the task, and schedules those that waited for it.</summary>
    internal void Resolve(TaskRecord task, string state, string reason, DateTimeOffset now)
    {
        task.Runs[^1].Resolve(state, reason, now);
        if (state == RunState.Completed)
        {
            IndexRoutes.Insert(task, _index);
        }

        foreach (var dependent in _tasks.Values.Where(one => one.Waiting.Contains(task.Id)))
        {
            if (state != RunState.Completed && dependent.Definition.Text("requires") != "all-resolved")
            {
                continue;
            }

            dependent.Waiting.Remove(task.Id);
            if (dependent.Waiting.Count == 0 && dependent.Deadline >= now)
            {
                Schedule(dependent, now);
            }
        }
    }

    private static TestTask View(TaskRecord task) => new(
        task.Id,
        (JsonObject)task.Definition.DeepClone(),
        task.State,
        task.Runs.Count,
        task.Runs.Count == 0 ? [] : [.. task.Runs[^1].Artifacts.Keys]);
}
