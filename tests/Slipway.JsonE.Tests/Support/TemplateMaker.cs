using System.Text.Json.Nodes;

namespace Slipway.JsonE.Tests.Support;

/// <summary>Makes templates and contexts at random; see <see cref="ExpressionMaker"/>.</summary>
internal sealed class TemplateMaker(Random random)
{
    private static readonly string[] Keys =
    [
        "a", "b", "key", "val", "2", "10", "0", "01", "${a}", "k-${d}", "$$x", "$$if", "$bad", "$", "é", "😀", "a b",
        "",
    ];

    private readonly ExpressionMaker _expressions = new(random);

    public JsonObject Context()
    {
        var context = new JsonObject { ["now"] = "2017-01-19T16:27:20.974Z" };
        foreach (string name in new[] { "a", "b", "c", "d", "e", "f", "g", "h" })
        {
            switch (random.Next(12))
            {
                case 0:
                    break;
                case 1:
                    context[name] = Value(2);
                    break;
                default:
                    context[name] = Usual(name);
                    break;
            }
        }

        return context;
    }

    public JsonNode? Template(int depth)
    {
        if (depth <= 0)
        {
            return random.Next(3) == 0 ? Value(1) : Text();
        }

        return random.Next(8) switch
        {
            0 => Text(),
            1 => List(depth),
            2 or 3 => Members(depth),
            _ => Operator(depth),
        };
    }

    private static JsonObject With(string key, JsonNode? value, params (string Key, JsonNode? Value)[] others)
    {
        var made = new JsonObject { [key] = value };
        foreach (var (name, other) in others)
        {
            made[name] = other;
        }

        return made;
    }

    private string Pick(params string[] from) => from[random.Next(from.Length)];

    // What the maker of expressions takes for granted.
    private JsonNode? Usual(string name) => name switch
    {
        "a" => Pick("a", "b", "abc", "key", "é☃", "😀x", "x y"),
        "b" => random.Next(-3, 12),
        "c" => new JsonArray([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (JsonNode)random.Next(9))]),
        "d" => random.Next(1, 40) / 8.0,
        "e" => With("key", Pick("a", "b"), ("val", random.Next(9)), ("b", random.Next(9)), ("1", Value(1))),
        "f" => random.Next(2) == 0,
        "g" => new JsonArray(With("key", Pick("a", "b"), ("val", 1)), With("key", "c", ("val", Value(1)))),
        _ => Value(2),
    };

    private JsonNode? Value(int depth) => random.Next(depth <= 0 ? 8 : 12) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-3, 12),
        3 => random.Next(-40, 40) / 8.0,
        4 => random.Next(6) == 0 ? 123456789012345680000.0 * random.Next(1, 30) : random.Next(100),
        5 => Pick("a", "b", "abc", "", "key", "12", "1 day", "é☃", "x y", "😀", "Zz", "2019-01-01T01:00:00Z"),
        6 or 7 => random.Next(2) == 0 ? Pick("foo", "bar") : random.Next(5),
        8 or 9 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4))
            .Select(_ => Pick("a", "b", "key", "val", "1", "0", "x"))
            .Distinct()
            .Select(key => KeyValuePair.Create(key, Value(depth - 1)))),
    };

    private JsonNode Text() => random.Next(6) switch
    {
        0 => Pick("plain", "", "a } b", "$$${a}", "$${x}", "cost: 5$", "${", "$", "€ ☃"),
        1 => $"{Pick("", "x", "$")}${{{_expressions.Make(2)}}}{Pick("", "}", "$", " ${a}")}",
        2 => $"${{{_expressions.Make(1)}}}-${{{_expressions.Name()}}}",
        _ => $"{Pick("", "x-")}${{{Pick("a", "b", "d", "e.key", _expressions.Name())}}}",
    };

    private JsonArray List(int depth) =>
        new([.. Enumerable.Range(0, random.Next(5)).Select(_ => Template(depth - 1))]);

    private JsonObject Members(int depth) => new(Enumerable.Range(0, random.Next(5))
        .Select(_ => random.Next(6) == 0 ? Pick(Keys) : Pick("a", "b", "c", "d", "key", "val", "1"))
        .Distinct()
        .Select(key => KeyValuePair.Create(key, Template(depth - 1))));

    private JsonObject Operator(int depth)
    {
        var made = Good(depth);
        switch (random.Next(30))
        {
            case 0:
                made[Pick("foo", "thenx", "xelse", "each(x)y", "$$if", "$then", "by(x)", "begin", "xby(y)")] = 1;
                break;
            case 1:
                made[Pick("$if", "$eval", "$map", "$json")] = "a";
                break;
            case 2:
                made.Remove(made.Select(member => member.Key).Last());
                break;
            case 3:
                made[made.Select(member => member.Key).First()] = Value(1);
                break;
            default:
                break;
        }

        return made.Count == 0 ? With("$eval", "a") : made;
    }

    private JsonObject Good(int depth) => random.Next(21) switch
    {
        0 or 1 or 2 => With("$eval", _expressions.Make(3)),
        3 => With("$json", Template(depth - 1)),
        4 or 5 => With("$if", _expressions.Condition(2), ("then", Template(depth - 1)), ("else", Template(depth - 1))),
        6 => With("$if", _expressions.Condition(2), ("then", Template(depth - 1))),
        7 => With("$flatten", ListOrVariable(depth)),
        8 => With("$flattenDeep", ListOrVariable(depth)),
        9 => random.Next(2) == 0
            ? With("$fromNow", Pick("1 day", "", "2 hours 5 m", "${str(2)} days", "x"))
            : With("$fromNow", Pick("1 day", "-1y"), ("from", Pick("2000-02-29", "", "2019-01-01T01:00:00.123Z"))),
        10 or 11 => With("$let", Variables(depth), ("in", Template(depth - 1))),
        12 => With(
            "$map",
            ListOrVariable(depth),
            (Pick("each(x)", "each(x,i)", "each(x, i)", "each(a,a)"), Template(depth - 1))),
        13 => With("$map", ObjectOrVariable(depth), (Pick("each(x)", "each(x,i)"), EachMember(depth))),
        14 => With(
            "$reduce",
            ListOrVariable(depth),
            (Pick("each(a,x)", "each(a, x, i)"), Template(depth - 1)),
            ("initial", Value(1))),
        15 => With("$find", ListOrVariable(depth), (Pick("each(x)", "each(x,i)"), _expressions.Condition(1))),
        16 => With("$match", Cases(depth)),
        17 => With("$switch", Cases(depth)),
        18 => random.Next(2) == 0
            ? With("$merge", new JsonArray(Members(depth), ObjectOrVariable(depth)))
            // Of a variable, the other implementation would change the variable.
            : With("$mergeDeep", new JsonArray(Members(depth), ObjectOrVariable(depth), Members(depth))),
        19 => With("$reverse", List(depth)),
        _ => random.Next(3) switch
        {
            0 => With("$sort", ListOrVariable(depth)),
            1 => With("$sort", ListOrVariable(depth), ("by(x)", _expressions.Make(1))),
            _ => With("$sort", new JsonArray([.. Enumerable.Range(0, 6).Select(_ => (JsonNode)random.Next(9))])),
        },
    };

    private JsonNode? ListOrVariable(int depth) => random.Next(5) switch
    {
        0 => List(depth),
        1 => With("$eval", Pick("c", "c", "g", _expressions.Name())),
        2 => With("$eval", $"range(0, {random.Next(5)})"),
        3 => new JsonArray("b", "a", "${a}"),
        _ => Value(2) as JsonArray ?? new JsonArray(3, 1, 2),
    };

    private JsonObject ObjectOrVariable(int depth) => random.Next(3) switch
    {
        0 => Members(depth),
        1 => With("$eval", Pick("e", "e", "e", _expressions.Name())),
        _ => With("b", 1, ("1", 2), ("a", 3), ("0", 4)),
    };

    private JsonObject EachMember(int depth) => random.Next(4) switch
    {
        0 => With("${x.key}", With("$eval", "x.val")),
        1 => With("k", Template(depth - 1)),
        2 => With("$if", _expressions.Condition(1), ("then", Members(depth))),
        _ => With("${i}", With("$eval", "x")),
    };

    private JsonNode? Variables(int depth) => random.Next(6) == 0
        ? Template(depth - 1)
        : new JsonObject(Enumerable.Range(0, random.Next(3))
            .Select(_ => Pick("a", "b", "x", "y", "min", "i${d}"))
            .Distinct()
            .Select(key => KeyValuePair.Create(key, Template(depth - 1))));

    private JsonObject Cases(int depth) => new(Enumerable.Range(0, random.Next(4))
        .Select(_ => random.Next(4) == 0 ? "$default" : _expressions.Condition(1))
        .Distinct()
        .Select(key => KeyValuePair.Create(key, Template(depth - 1))));
}
