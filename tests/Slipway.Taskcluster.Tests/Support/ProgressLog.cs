namespace Slipway.Taskcluster.Tests.Support;

/// <summary>What was reported, in order, at once.</summary>
internal sealed class ProgressLog : IProgress<long>
{
    public List<long> Reports { get; } = [];

    public void Report(long value) => Reports.Add(value);
}
