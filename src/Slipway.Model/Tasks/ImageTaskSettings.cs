namespace Slipway.Model.Tasks;

/// <summary>What a tree says about the task that builds one image, and only tasks of Taskcluster have.</summary>
public sealed record ImageTaskSettings
{
    /// <summary>Treeherder's symbol, such as <c>I(base)</c>; null for none.</summary>
    public string? Symbol { get; init; }

    /// <summary>More places in the index for people and other tools; null for none.</summary>
    public ProductIndex? Index { get; init; }
}
