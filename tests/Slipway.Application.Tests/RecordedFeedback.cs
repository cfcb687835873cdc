using System.Collections.Concurrent;
using Slipway.Application.Builds;
using Slipway.Application.Feedback;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Tests;

/// <summary>Remembers what a workspace tells.</summary>
internal sealed class RecordedFeedback : IFeedback, IBuildDisplay
{
    public ConcurrentQueue<BuildEvent> Events { get; } = new();

    public List<Diagnostic> Warnings { get; } = [];

    public List<string> Shown { get; } = [];

    public void Warn(IEnumerable<Diagnostic> warnings) => Warnings.AddRange(warnings);

    public void Note(string line) => Shown.Add(line);

    public Task<T> ShowAsync<T>(string what, Func<IProgress<long>?, Task<T>> work)
    {
        Shown.Add(what);
        return work(null);
    }

    public IBuildDisplay StartBuild(BuildPlan plan) => this;

    public void Report(BuildEvent happened) => Events.Enqueue(happened);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
