using Slipway.Application.Feedback;
using Slipway.Core.Planning;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Tests.Trusting;

/// <summary>Keeps what it is told.</summary>
internal sealed class Told(List<Diagnostic> warnings) : IFeedback
{
    public void Warn(IEnumerable<Diagnostic> told) => warnings.AddRange(told);

    public void Note(string line)
    {
    }

    public Task<T> ShowAsync<T>(string what, Func<IProgress<long>?, Task<T>> work) => work(null);

    public IBuildDisplay StartBuild(BuildPlan plan) => throw new NotSupportedException();
}
