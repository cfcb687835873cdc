namespace Slipway.EndToEnd.Taskcluster.Trusted;

/// <summary>The tests that share one push whose tasks are signed.</summary>
[CollectionDefinition(Name)]
public sealed class TrustedDeploymentCollection : ICollectionFixture<TrustedDeployment>
{
    public const string Name = "trusted";
}
