using Slipway.Application.Builds;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Feedback;

/// <summary>Keeps quiet: for programs that want the answer and nothing else.</summary>
public sealed class SilentFeedback : IFeedback, IBuildDisplay
{
    public static SilentFeedback Instance { get; } = new();

    public void Warn(IEnumerable<Diagnostic> warnings)
    {
        // Nobody listens.
    }

    public void Note(string line)
    {
        // Nobody listens.
    }

    public Task<T> ShowAsync<T>(string what, Func<IProgress<long>?, Task<T>> work) => work(null);

    public IBuildDisplay StartBuild(BuildPlan plan) => this;

    public void Report(BuildEvent happened)
    {
        // Nobody listens.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
