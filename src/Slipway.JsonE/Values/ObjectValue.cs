using System.Globalization;

namespace Slipway.JsonE.Values;

/// <summary>
/// An object. Its keys have the order of JavaScript: indexes of lists by their size, then the others.
/// </summary>
/// <remarks>
/// The order decides which error is reported, and which value stays when keys are made of others.
/// https://tc39.es/ecma262/#sec-ordinaryownpropertykeys
/// </remarks>
internal sealed class ObjectValue : Value
{
    private const uint LargestIndex = uint.MaxValue - 1;

    // The digits of the largest index.
    private const int LongestIndex = 10;

    private readonly OrderedDictionary<string, Value> _members;

    /// <param name="members">From now on the object's own. What was there first keeps its place.</param>
    public ObjectValue(OrderedDictionary<string, Value> members) =>
        _members = members.Keys.Any(key => IndexOf(key) is not null) ? Sort(members) : members;

    /// <summary>
    /// What an operator gives when there is nothing to give, such as <c>$if</c> without <c>else</c>: lists and objects
    /// leave it out, everything else takes it for an object without keys.
    /// </summary>
    public static ObjectValue Nothing { get; } = new([]);

    public override string TypeName => "object";

    public override bool IsTruthy => Count > 0;

    public int Count => _members.Count;

    public IEnumerable<string> Keys => _members.Keys;

    public IEnumerable<KeyValuePair<string, Value>> Members => _members;

    public static OrderedDictionary<string, Value> NewMembers() => new(StringComparer.Ordinal);

    public bool Has(string key) => _members.ContainsKey(key);

    /// <summary>The value of a key; null when it is not there.</summary>
    public Value? Find(string key) => _members.GetValueOrDefault(key);

    private static OrderedDictionary<string, Value> Sort(OrderedDictionary<string, Value> members)
    {
        var sorted = NewMembers();
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
