namespace Slipway.JsonE.Tests.Support;

/// <summary>Makes expressions at random: most can be evaluated, some cannot, and a few cannot be read.</summary>
/// <remarks>
/// What the first implementation does by accident, and this one does not, is left out: see <c>docs/json-e.md</c>.
/// </remarks>
internal sealed class ExpressionMaker(Random random)
{
    private static readonly string[] Numbers = ["0", "1", "2", "3", "10", "0.5", "1.25", "007", "65537", "1e3"];

    private static readonly string[] Strings =
    [
        "''", "'a'", "\"abc\"", "'key'", "'Straße'", "'é☃'", "'😀x'", "' x '", "'1 day'", "'12'", "'0x1F'", "'-1.5e3'",
        "'a,b,,c'", "'ΑΣ ΣΑΣ'", "'b'", "'1'", "'${a}'", "'tr\u00a0\ufeff'", "'\ta\n'", "'defined'", "'now'", "'d'",
    ];

    private static readonly string[] Spans =
    [
        "''", "'1 day'", "'-3h'", "'1y2mo3w4d5h6m7s'", "' + 2 hours 1 sec'", "'1 s 1 y'", "'day'", "'1 Day'",
        "'2 fortnights'", "'30 mo'", "'1m'",
    ];

    private static readonly string[] Times =
    [
        "'2019-01-01T01:00:00.123Z'", "'2000-02-29'", "'1969-12-31T23:59:59.999Z'", "'2019-01-01T10:00:00+02:00'",
        "'-000001-03-01T00:00:00Z'", "'+010000-01-01'", "'2020-12'", "'2019-01-01T24:00'",
    ];

    private static readonly string[] Operators =
        ["+", "+", "+", "-", "*", "/", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "in"];

    private static readonly string[] Keys =
        ["key", "val", "b", "a", "x1", "\"1\"", "'0'", "\"k y\"", "__proto__", "in"];

    private static readonly string[] Pieces =
        ["+", "(", ")", "[", "]", "{", "}", ",", ":", ".", "'", "\"", "$", "=", "in", "1", "a", " ", "**", "!", "&"];

    /// <summary>An expression. Of twelve, about one has something added or taken away.</summary>
    public string Make(int depth)
    {
        string made = Any(depth);
        // A point in time that is broken, and a range whose step is, are something else to the other implementation.
        bool mayBreak = !made.Contains("fromNow", StringComparison.Ordinal)
            && !made.Contains("range", StringComparison.Ordinal);
        return random.Next(12) == 0 && mayBreak ? Break(made) : made;
    }

    public string Condition(int depth) => random.Next(3) switch
    {
        0 => Make(depth),
        1 => Name(),
        _ => Truth(depth),
    };

    public string Name() =>
        random.Next(25) == 0 ? "unknown" : Pick("a", "b", "c", "d", "e", "f", "g", "h", "x", "i", "now");

    private string Pick(params string[] from) => from[random.Next(from.Length)];

    private string Any(int depth) => random.Next(9) switch
    {
        0 or 1 => Wild(depth),
        2 or 3 => Number(depth),
        4 or 5 => Text(depth),
        6 => Truth(depth),
        7 => List(depth),
        _ => Object(depth),
    };

    // Of the right type as long as the context is: see TemplateMaker.Context.
    private string Number(int depth) => random.Next(depth <= 0 ? 2 : 9) switch
    {
        0 => Pick(Numbers),
        1 => Pick("b", "d"),
        2 or 3 => $"{Number(depth - 1)} {Pick("+", "-", "*")}{Space()}{Number(depth - 1)}",
        4 => $"({Number(depth - 1)}) / {Pick("2", "4", "d")}",
        5 => $"len({(random.Next(2) == 0 ? Text(depth - 1) : List(depth - 1))})",
        6 => $"{Pick("min", "max")}({Number(depth - 1)}, {Number(depth - 1)}, {Number(0)})",
        7 => $"{Pick("ceil", "floor", "abs")}({Number(depth - 1)})",
        _ => $"{Pick("c[0]", "c[-1]", "e.val", "e['b']", "-(d)", "number('12')")}",
    };

    private string Text(int depth) => random.Next(depth <= 0 ? 2 : 8) switch
    {
        0 => Pick(Strings),
        1 => "a",
        2 or 3 => $"{Text(depth - 1)} + {Text(depth - 1)}",
        4 => $"{Pick("lowercase", "uppercase", "strip", "lstrip", "rstrip")}({Text(depth - 1)})",
        5 => $"str({Pick(Number(depth - 1), Truth(depth - 1), Text(depth - 1))})",
        6 => $"join({List(depth - 1)}, {Pick("','", "''", "2")})",
        _ => $"({Text(depth - 1)})[{Bound()}:{End()}]",
    };

    private string Truth(int depth) => random.Next(depth <= 0 ? 3 : 8) switch
    {
        0 => Pick("true", "false"),
        1 => "f",
        2 or 3 => $"{Number(depth - 1)} {Pick("==", "!=", "<", ">", "<=", ">=")} {Number(depth - 1)}",
        4 => $"{Text(depth - 1)} {Pick("==", "!=", "<", ">", "<=", ">=", "in")} {Text(depth - 1)}",
        5 => $"{Truth(depth - 1)} {Pick("&&", "||")} {Truth(depth - 1)}",
        6 => $"{Wild(depth - 1)} in {List(depth - 1)}",
        _ => $"!({Truth(depth - 1)}) || {List(depth - 1)} == {List(depth - 1)}",
    };

    private string List(int depth) => random.Next(depth <= 0 ? 2 : 6) switch
    {
        0 => Pick("c", "g"),
        1 => "[1, 'a', null]",
        2 => $"[{Number(depth - 1)}, {Text(depth - 1)}]",
        3 => $"range({random.Next(-3, 4)}, {random.Next(-3, 8)}{Pick(string.Empty, ", 1", ", -1", ", 3")})",
        4 => $"split({Pick("'a,b'", "'abc'", "''", "' a b '")}, {Pick("','", "''", "' '", "1")})",
        _ => $"({List(depth - 1)})[{Pick("0", "1", "-2", string.Empty)}:{Pick("2", "-1", "10", string.Empty)}]",
    };

    private string Object(int depth) => random.Next(3) switch
    {
        0 => "e",
        1 => $"{{{Pick(Keys[..^1])}: {Number(depth - 1)}, b: {Text(depth - 1)}}}",
        _ => "g[0]",
    };

    private string Wild(int depth)
    {
        if (depth <= 0)
        {
            return random.Next(8) switch
            {
                0 or 1 => Pick(Numbers),
                2 or 3 => Pick(Strings),
                4 => Pick("true", "false", "null", "[]", "{}"),
                _ => Name(),
            };
        }

        return random.Next(16) switch
        {
            0 or 1 or 2 => $"{Any(depth - 1)}{Space()}{Pick(Operators)} {Any(depth - 1)}",
            3 => $"({Any(depth - 1)})",
            // Small whole exponents: of others the last digit may differ.
            4 => $"{Any(0)} ** {random.Next(0, 4)}",
            5 => $"{Pick("-", "+", "!", "!")}{Any(depth - 1)}",
            6 => $"[{Several(depth)}]",
            7 => $"{{{Members(depth)}}}",
            8 => $"{Operand(depth)}.{Pick("key", "val", "b", "a", "none")}",
            9 or 10 => $"{Operand(depth)}[{Any(depth - 1)}]",
            11 => $"{Operand(depth)}[{Bound()}:{End()}]",
            _ => Call(depth),
        };
    }

    private string Operand(int depth) => random.Next(3) == 0 ? $"({Any(depth - 1)})" : Name();

    private string Bound() => Pick(string.Empty, "0", "1", "-1", "2", "10", "-10", "1.5", "null");

    private string End() => random.Next(6) == 0 ? "a" : Bound();

    private string Call(int depth) => random.Next(16) switch
    {
        0 => $"{Pick("min", "max")}({Several(depth)})",
        1 => $"{Pick("sqrt", "ceil", "floor", "abs")}({Any(depth - 1)})",
        2 => $"{Pick("lowercase", "uppercase", "strip", "lstrip", "rstrip", "len", "number", "str", "number")}"
            + $"({(random.Next(2) == 0 ? Pick(Strings) : Any(depth - 1))})",
        3 => $"len({Any(depth - 1)})",
        4 => $"str({Any(depth - 1)})",
        5 => $"range({random.Next(-3, 4)}, {random.Next(-3, 8)}{Pick(string.Empty, ", 1", ", -1", ", 3")})",
        6 => $"split({Pick("'a,b'", "'abc'", "''", "' a b '")}, {Pick("','", "''", "' '", "1")})",
        7 => $"split({Any(depth - 1)}, {Pick("','", "'b'", "' '", "1")})",
        8 => $"join({Any(depth - 1)}, {Pick("','", "''", "'--'", "2")})",
        9 => $"join([{Several(depth)}], ',')",
        10 => $"typeof({(random.Next(3) == 0 ? "min" : Any(depth - 1))})",
        11 => $"defined({Pick("'a'", "'unknown'", "'min'", "'now'", "1")})",
        12 => $"fromNow({Pick(Spans)})",
        13 => $"fromNow({Pick(Spans)}, {Pick(Times)})",
        14 => $"{Pick("wrap", "wrap", Name())}({Several(depth)})",
        _ => $"{Pick("min", "join", "split", "len", "range", "fromNow", "str")}({Several(1)})",
    };

    private string Several(int depth) =>
        string.Join($",{Space()}", Enumerable.Range(0, random.Next(4)).Select(_ => Any(depth - 1)));

    private string Members(int depth) =>
        string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => $"{Pick(Keys)}: {Any(depth - 1)}"));

    private string Space() => Pick(" ", " ", "  ", "\n", "\t", "\u00a0");

    private string Break(string expression)
    {
        int at = random.Next(expression.Length);
        if (char.IsSurrogate(expression[at]))
        {
            // Half a character cannot be written to a file.
            return expression;
        }

        return random.Next(2) == 0 ? expression.Insert(at, Pick(Pieces)) : expression.Remove(at, 1);
    }
}
