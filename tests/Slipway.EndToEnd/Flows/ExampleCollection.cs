namespace Slipway.EndToEnd.Flows;

/// <summary>The tests that share one built copy of <c>examples/monorepo</c>.</summary>
[CollectionDefinition(Name)]
public sealed class ExampleCollection : ICollectionFixture<ExampleTree>
{
    public const string Name = "example";
}
