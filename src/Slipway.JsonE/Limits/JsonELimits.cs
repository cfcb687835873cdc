// In the namespace of the door, so that who renders needs one.
namespace Slipway.JsonE;

/// <summary>What rendering may take at most. Templates come from whoever can write to a tree.</summary>
/// <param name="Depth">How deep templates, expressions and values are nested in each other, all together.</param>
/// <param name="Steps">
/// Values that are rendered, tokens that are read, operations, comparisons, elements that are looked at. A million are
/// some tenths of a second.
/// </param>
/// <param name="Size">
/// About how many bytes of strings, lists and objects are made, those that nobody keeps and those of the result
/// included. A value that occurs in the result several times counts as often.
/// </param>
public sealed record JsonELimits(int Depth, long Steps, long Size)
{
    /// <summary>Far above what a <c>.taskcluster.yml</c> takes, and still over in seconds.</summary>
    public static JsonELimits Default { get; } = new(Depth: 400, Steps: 5_000_000, Size: 64 * 1024 * 1024);
}
