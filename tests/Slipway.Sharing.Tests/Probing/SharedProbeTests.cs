using Slipway.Model.Registries;
using Slipway.Registry;
using Slipway.Sharing.Probing;
using Slipway.Sharing.Tests.Support;
using Slipway.Tests.Registries;

namespace Slipway.Sharing.Tests.Probing;

/// <summary>What <c>doctor</c> finds out about Debian's docker-registry.</summary>
public sealed class SharedProbeTests(PlainRegistry registry) : IClassFixture<PlainRegistry>, IDisposable
{
    private readonly RegistryClient _client = SharedRegistry.Client();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_tried_and_nothing_is_left()
    {
        var root = SharedRegistry.NewRoot(registry.Host);

        var findings = await Probe(root, _client, 2).ExamineAsync(Cancel);

        Assert.Equal(
            ["reading level-3", "reading level-2", "writing level-2", "referrers", "deleting", "clock"],
            findings.Select(finding => finding.Name));
        Assert.All(findings, finding => Assert.Equal(ProbeState.Good, finding.State));
        Assert.Contains("a tag has it", findings[3].Detail, StringComparison.Ordinal);
        Assert.Empty(await _client.ListTagsAsync(RepositoryName.Parse($"{root}/level-2/slipway--leases"), Cancel));
    }

    [Fact]
    public async Task Who_may_not_write_is_told_where_the_right_is_missing()
    {
        var root = SharedRegistry.NewRoot(registry.Host);
        var denying = new CountingRegistry(_client) { Denied = "level-1/slipway--leases" };

        var findings = await Probe(root, denying, 1).ExamineAsync(Cancel);

        var writing = Assert.Single(findings, finding => finding.Name == "writing level-1");
        Assert.Equal(ProbeState.Doubtful, writing.State);
        Assert.Contains("level-1/slipway--leases", writing.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(findings, finding => finding.Name == "deleting");
    }

    public void Dispose() => _client.Dispose();

    private static SharedProbe Probe(RepositoryName root, IImageRegistry registry, int level) =>
        new SharedBackend(SharedRegistry.Settings(root, registry, SharedRegistry.Push(level))).Probe;
}
