using System.Globalization;

namespace Slipway.JsonE.Values;

/// <summary>The order of keys in JavaScript: those that are indexes of lists by their size, then the others.</summary>
/// <remarks>
/// It decides which error is reported, and which value stays when keys are made of others.
/// https://tc39.es/ecma262/#sec-ordinaryownpropertykeys
/// </remarks>
internal static class KeyOrder
{
    private const uint LargestIndex = uint.MaxValue - 1;

    // The digits of the largest index.
    private const int LongestIndex = 10;

    /// <summary>The same members in order, the same object if they are already.</summary>
    public static OrderedDictionary<string, T> Of<T>(OrderedDictionary<string, T> members)
    {
        if (!members.Keys.Any(key => IndexOf(key) is not null))
        {
            return members;
        }

        var sorted = new OrderedDictionary<string, T>(members.Count, StringComparer.Ordinal);
        foreach (var (key, value) in members.OrderBy(member => IndexOf(member.Key) ?? uint.MaxValue))
        {
            sorted.Add(key, value);
        }

        return sorted;
    }

    private static uint? IndexOf(string key) =>
        key.Length is > 0 and <= LongestIndex
        && (key[0] != '0' || key.Length == 1)
        && uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
        && index <= LargestIndex
            ? index
            : null;
}
