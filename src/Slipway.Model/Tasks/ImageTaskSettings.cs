namespace Slipway.Model.Tasks;

/// <summary>What a tree says about the task that builds one image.</summary>
public sealed record ImageTaskSettings
{
    /// <summary>Whether the image is found by its digest; else every push that wants it builds it.</summary>
    public bool IsCached { get; init; } = true;

    /// <summary>Treeherder's symbol, such as <c>I(base)</c>; null for none.</summary>
    public string? Symbol { get; init; }

    /// <summary>More places in the index for people and other tools; null for none.</summary>
    public ProductIndex? Index { get; init; }
}
