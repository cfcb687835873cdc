using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Taskcluster.Testing.Shapes;

/// <summary>What a value of a request has to look like, as the services' JSON schemas say it.</summary>
internal abstract partial class Shape
{
    /// <summary>An object, whatever is in it.</summary>
    public static Shape AnyObject { get; } = new Simple(JsonValueKind.Object, "object");

    public static Shape AnyNumber { get; } = new Simple(JsonValueKind.Number, "number");

    public static Shape True { get; } = new Simple(JsonValueKind.True, "true");

    /// <summary>RFC 3339, with a time zone.</summary>
    public static Shape Time { get; } = new TextShape(null, 0, int.MaxValue, text =>
        DateTime().IsMatch(text) && DateTimeOffset.TryParse(text, out _) ? null : "must match format \"date-time\"");

    public static Shape Uri { get; } = new TextShape(null, 0, int.MaxValue, text =>
        System.Uri.TryCreate(text, UriKind.Absolute, out _) ? null : "must match format \"uri\"");

    public static Shape TaskId { get; } = Text(Slug.Pattern);

    public static Shape Text(string? pattern = null, int minimum = 0, int maximum = int.MaxValue) =>
        new TextShape(pattern, minimum, maximum);

    public static Shape OneOf(params string[] values) => new TextShape(null, 0, int.MaxValue, text =>
        values.Contains(text) ? null : $"must be equal to one of the allowed values {string.Join(", ", values)}");

    public static Shape Integer(long minimum = long.MinValue, long maximum = long.MaxValue) =>
        new IntegerShape(minimum, maximum);

    public static Shape List(Shape item, int maximum = int.MaxValue, bool areUnique = false) =>
        new ListShape(item, maximum, areUnique);

    /// <summary>An object with any names.</summary>
    public static Shape Map(Shape value) => new ObjectShape([], [], value);

    /// <summary>An object with these names and no others.</summary>
    public static ObjectShape Object(
        (string Name, Shape Shape)[] required, (string Name, Shape Shape)[]? optional = null) =>
        new(required, optional ?? [], null);

    /// <summary>All that is wrong with a value.</summary>
    public IReadOnlyList<string> Check(JsonNode? node)
    {
        List<string> problems = [];
        Check(node, "data", problems);
        return problems;
    }

    protected internal abstract void Check(JsonNode? node, string path, List<string> problems);

    [GeneratedRegex(
        @"\A\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d(:?\d\d)?)\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateTime();

    private sealed class Simple(JsonValueKind kind, string name) : Shape
    {
        protected internal override void Check(JsonNode? node, string path, List<string> problems)
        {
            if (node?.GetValueKind() != kind)
            {
                problems.Add($"{path} must be {name}");
            }
        }
    }

    private sealed class TextShape(
        string? pattern, int minimum, int maximum, Func<string, string?>? check = null) : Shape
    {
        protected internal override void Check(JsonNode? node, string path, List<string> problems)
        {
            if (node?.GetValueKind() != JsonValueKind.String)
            {
                problems.Add($"{path} must be string");
                return;
            }

            string text = node.GetValue<string>();
            if (text.Length < minimum || text.Length > maximum)
            {
                problems.Add($"{path} must have {minimum} to {maximum} characters");
            }

            if (pattern is not null && !Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)))
            {
                problems.Add($"{path} must match pattern \"{pattern}\"");
            }

            if (check?.Invoke(text) is { } problem)
            {
                problems.Add($"{path} {problem}");
            }
        }
    }

    private sealed class IntegerShape(long minimum, long maximum) : Shape
    {
        protected internal override void Check(JsonNode? node, string path, List<string> problems)
        {
            if (node is not JsonValue value || !value.TryGetValue(out long number))
            {
                problems.Add($"{path} must be integer");
            }
            else if (number < minimum || number > maximum)
            {
                problems.Add($"{path} must be between {minimum} and {maximum}");
            }
        }
    }

    private sealed class ListShape(Shape item, int maximum, bool areUnique) : Shape
    {
        protected internal override void Check(JsonNode? node, string path, List<string> problems)
        {
            if (node is not JsonArray array)
            {
                problems.Add($"{path} must be array");
                return;
            }

            if (array.Count > maximum)
            {
                problems.Add($"{path} must NOT have more than {maximum} items");
            }

            if (areUnique && array.Select(one => one?.ToJsonString()).Distinct().Count() < array.Count)
            {
                problems.Add($"{path} must NOT have duplicate items");
            }

            for (int index = 0; index < array.Count; index++)
            {
                item.Check(array[index], $"{path}/{index}", problems);
            }
        }
    }
}
