using Slipway.EndToEnd.Support;
using Slipway.EndToEnd.Taskcluster.Support;

namespace Slipway.EndToEnd.Taskcluster;

[Collection(BuiltDeploymentCollection.Name)]
public sealed class ParentTests(BuiltDeployment built) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await Machine.RequireEngineAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_task_does_not_build_on_a_parent_that_differs_from_what_its_worker_signed_for()
    {
        var push = new Push(1, "try");
        await using var sandbox = SmallTree.Create(built.Deployment);
        string app = sandbox.Name("app");
        string parent = await built.SeedSwappedAsync(await SmallTree.NamespaceAsync(sandbox, "base", 3));

        var decision = await built.Deployment.DecideAsync(push, sandbox.Tree, app);
        var build = Assert.Single(await built.Deployment.BuildAsync(push));

        Assert.Equal(parent, decision.TaskOf(sandbox.Name("base")));
        Assert.Equal((decision.TaskOf(app), 4), (build.TaskId, build.ExitCode));
        Assert.Contains("SLIP2202", build.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(built.Deployment.Server.Index.All, entry => entry.TaskId == build.TaskId);
    }
}
