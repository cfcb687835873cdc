namespace Slipway.JsonE.Values;

/// <summary>An object. Its keys have the order of JavaScript; see <see cref="KeyOrder"/>.</summary>
internal sealed class ObjectValue : Value
{
    private readonly OrderedDictionary<string, Value> _members;

    /// <param name="members">From now on the object's own. What was there first keeps its place.</param>
    public ObjectValue(OrderedDictionary<string, Value> members) => _members = KeyOrder.Of(members);

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
}
