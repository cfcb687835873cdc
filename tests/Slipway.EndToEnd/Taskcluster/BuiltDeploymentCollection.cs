using Slipway.EndToEnd.Taskcluster.Support;

namespace Slipway.EndToEnd.Taskcluster;

/// <summary>The tests that share one Taskcluster on which the example was built.</summary>
[CollectionDefinition(Name)]
public sealed class BuiltDeploymentCollection : ICollectionFixture<BuiltDeployment>
{
    public const string Name = "taskcluster";
}
