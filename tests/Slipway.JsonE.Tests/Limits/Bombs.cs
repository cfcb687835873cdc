using System.Text.Json.Nodes;

namespace Slipway.JsonE.Tests.Limits;

/// <summary>Small templates that ask for much, each with a parameter for how much.</summary>
internal static class Bombs
{
    /// <summary>What is asked for, and how much of it is more than the default allows.</summary>
    public static IReadOnlyDictionary<string, (Func<int, JsonNode> Make, int TooMuch)> All { get; } =
        new Dictionary<string, (Func<int, JsonNode>, int)>(StringComparer.Ordinal)
        {
            ["a long range"] = (n => Eval($"range(0, {n}000)"), 3_000),
            ["a range without end"] = (n => Eval($"range(0, 10 ** {100 + n})"), 1),
            ["ranges that are thrown away"] = (n => Eval($"len(range(0, {n}000)) + len(range(-{n}000, 0, 2))"), 2_000),
            ["lists of lists of lists"] = (Maps, 9),
            ["lists of lists that are thrown away"] = (n => new JsonObject
            {
                ["$let"] = new JsonObject { ["a"] = Maps(n) },
                ["in"] = "x",
            }, 9),
            ["a string that doubles by variables"] = (n => Lets(n, Eval("a + a"), Eval("a")), 30),
            ["a string that doubles in a string"] = (n => Lets(n, "${a}${a}", Eval("a")), 30),
            ["a string that doubles by $reduce"] = (n => Reduce(n, "a + a"), 30),
            ["a list that doubles by $reduce"] = (n => Reduce(n, "[a, a]"), 30),
            ["an object that doubles"] = (n => Lets(n, Eval("{a: a, b: a}"), Eval("a")), 30),
            ["a list that doubles, as JSON"] = (n => Doubled(n, Around("$json", Eval("a"))), 30),
            ["a list that doubles, compared"] = (n => Doubled(n, Eval("a == [a[0], a[1]]")), 30),
            ["a list that doubles, joined"] = (n => Doubled(n, Eval("len(join(a, ''))")), 30),
            ["a list that doubles, in a list"] = (n => Doubled(n, Eval("[a[1], 1] in [[a[0], 2], [a[0], 3]]")), 30),
            ["a list that doubles, called"] = (n => Doubled(n, Eval("a()")), 30),
            ["a list that doubles, flattened"] = (n => Doubled(n, Around("$flattenDeep", Eval("a"))), 30),
            ["an object that doubles, merged"] = (n => Lets(
                n, Eval("{a: a, b: a}"), Around("$mergeDeep", new JsonArray(Eval("a"), Eval("a")))), 30),
            ["lists joined over and over"] = (n => Lets(
                n, Around("$flatten", new JsonArray(Eval("a"), Eval("a"))), Eval("len(a)")), 30),
            ["a separator that is a book"] = (n => Book(10, Eval($"join(range(0, {n}00), s)")), 40),
            ["a part that is nearly everywhere"] = (n => Book(10, Eval($"(s[1:{n}00] + 'b') in s")), 300),
            ["upper case over and over"] = (n => Book(16, Loop(n, "len(uppercase(s))")), 1_000),
            ["the last letter over and over"] = (n => Book(16, Loop(n, "s[-1]")), 1_000),
            ["sorting what is the same for long"] = (n => Book(7, Around("$sort", Loop(n * 100, "s"))), 100),
            ["many keys in a loop"] = (n => new JsonObject
            {
                ["$map"] = Eval("range(0, 10000)"),
                ["each(x)"] = new JsonObject(Enumerable.Range(0, n * 10)
                    .Select(i => KeyValuePair.Create<string, JsonNode?>($"then{i}", null))
                    .Prepend(new("$if", "false"))),
            }, 100),
            ["variables around variables in a loop"] = (n => new JsonObject
            {
                ["$let"] = new JsonObject { ["z"] = 1 },
                ["in"] = Lets(300, Eval("1"), Loop(n * 100, "z")),
            }, 1_000),
            ["brackets within brackets"] = (n => Eval($"{new string('(', n)}1{new string(')', n)}"), 10_000),
            ["lists within lists"] = (n => Eval($"{new string('[', n)}{new string(']', n)}"), 10_000),
            ["accesses within accesses"] = (n => Eval(
                $"{string.Concat(Enumerable.Repeat("a[", n))}0{new string(']', n)}"), 10_000),
            ["not not not"] = (n => Eval($"{new string('!', n)}true"), 10_000),
            ["powers of powers"] = (n => Eval($"{string.Concat(Enumerable.Repeat("1**", n))}1"), 10_000),
            ["an object within an object"] = (n => Nested(n, inner => new JsonObject { ["a"] = inner }), 10_000),
            ["a list within a list"] = (n => Nested(n, inner => new JsonArray(inner)), 10_000),
            ["an operator within an operator"] = (n => Nested(
                n, inner => new JsonObject { ["$if"] = "true", ["then"] = inner }), 10_000),
            ["variables within variables"] = (n => Lets(n, Eval("a"), Eval("a")), 10_000),
            ["values that nest by $reduce"] = (n => Reduce(n, "[a]"), 10_000),
        };

    private static JsonObject Eval(string expression) => new() { ["$eval"] = expression };

    private static JsonNode Maps(int depth) => Nested(
        depth, inner => new JsonObject { ["$map"] = Eval("range(0, 10)"), ["each(x)"] = inner });

    private static JsonNode Nested(int depth, Func<JsonNode, JsonNode> wrap)
    {
        JsonNode made = "x";
        for (int i = 0; i < depth; i++)
        {
            made = wrap(made);
        }

        return made;
    }

    /// <summary>Gives a variable a value made of its own, so many times, and then does something with it.</summary>
    private static JsonObject Lets(int times, JsonNode step, JsonNode end)
    {
        var body = end;
        for (int i = 0; i < times; i++)
        {
            body = new JsonObject { ["$let"] = new JsonObject { ["a"] = step.DeepClone() }, ["in"] = body };
        }

        return new JsonObject { ["$let"] = new JsonObject { ["a"] = "0123456789" }, ["in"] = body };
    }

    private static JsonObject Doubled(int times, JsonNode end) => Lets(times, Eval("[a, a]"), end);

    /// <summary>Does something with a string that is long: ten letters, doubled so many times.</summary>
    private static JsonObject Book(int times, JsonNode end) => new()
    {
        ["$let"] = new JsonObject { ["s"] = Lets(times, Eval("a + a"), Eval("a")) },
        ["in"] = end,
    };

    private static JsonObject Loop(int times, string expression) => new()
    {
        ["$map"] = Eval($"range(0, {times})"),
        ["each(x)"] = Eval(expression),
    };

    private static JsonObject Around(string name, JsonNode argument) => new() { [name] = argument };

    private static JsonObject Reduce(int times, string step) => new()
    {
        ["$reduce"] = Eval($"range(0, {times})"),
        ["each(a, x)"] = Eval(step),
        ["initial"] = "a",
    };
}
