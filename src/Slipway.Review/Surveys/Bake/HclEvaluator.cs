using System.Collections.Immutable;

namespace Slipway.Review.Surveys.Bake;

/// <summary>Says what an expression comes to where no function and no environment is needed for that.</summary>
/// <remarks>
/// Texts, lists, objects, variables and their members, <c>==</c>, <c>!=</c>, <c>!</c>, <c>&amp;&amp;</c>, <c>||</c>
/// and <c>? :</c> are evaluated; everything else is not known.
/// </remarks>
/// <param name="variableOf">The value of a variable; null when there is none of the name.</param>
internal sealed class HclEvaluator(Func<string, BakeValue?> variableOf)
{
    private const int MaximumDepth = 50;

    private IReadOnlyList<HclToken> _words = [];
    private int _at;
    private int _depth;

    public BakeValue Evaluate(IReadOnlyList<HclToken> words)
    {
        var inner = new HclEvaluator(variableOf) { _words = words, _depth = _depth };
        var value = inner.Choice();
        inner.SkipLines();
        return inner._at < words.Count ? new BakeValue.Unknown("an expression that only bake evaluates") : value;
    }

    private HclToken Current => _at < _words.Count ? _words[_at] : new HclToken(HclKind.End, string.Empty, 0, 0);

    private void SkipLines()
    {
        while (Current.Kind == HclKind.LineEnd)
        {
            _at++;
        }
    }

    private bool Take(string mark)
    {
        SkipLines();
        if (!Current.Is(mark))
        {
            return false;
        }

        _at++;
        return true;
    }

    // Both sides are read, because what follows stands behind them.
    private BakeValue Choice()
    {
        if (++_depth > MaximumDepth)
        {
            _at = _words.Count;
            return new BakeValue.Unknown("an expression that is nested too deeply");
        }

        var condition = Or();
        if (Take("?"))
        {
            var yes = Choice();
            var no = Take(":") ? Choice() : new BakeValue.Unknown("half a condition");
            condition = IsTrue(condition) ? yes : IsFalse(condition) ? no : UnknownOf(condition);
        }

        _depth--;
        return condition;
    }

    private BakeValue Or()
    {
        var left = And();
        while (Take("||"))
        {
            var right = And();
            left = IsTrue(left) || IsTrue(right) ? BakeValue.True
                : Both(left, right) ? BakeValue.False
                : UnknownOf(left);
        }

        return left;
    }

    private BakeValue And()
    {
        var left = Equality();
        while (Take("&&"))
        {
            var right = Equality();
            left = IsFalse(left) || IsFalse(right) ? BakeValue.False
                : Both(left, right) ? BakeValue.True
                : UnknownOf(left);
        }

        return left;
    }

    private static bool IsTrue(BakeValue value) => value is BakeValue.Scalar { Text: "true" };

    private static bool IsFalse(BakeValue value) => value is BakeValue.Scalar { Text: "false" };

    private static bool Both(BakeValue left, BakeValue right) =>
        left is BakeValue.Scalar && right is BakeValue.Scalar;

    private BakeValue Equality()
    {
        var left = Unary();
        while (true)
        {
            bool isSame = Take("==");
            if (!isSame && !Take("!="))
            {
                return left;
            }

            var right = Unary();
            left = left is BakeValue.Unknown || right is BakeValue.Unknown ? UnknownOf(left)
                : Equals(left, right) == isSame ? BakeValue.True
                : BakeValue.False;
        }
    }

    private BakeValue Unary()
    {
        int negations = 0;
        while (Take("!"))
        {
            negations++;
        }

        var value = WithMembers(Primary());
        return negations == 0 ? value
            : !IsTrue(value) && !IsFalse(value) ? UnknownOf(value)
            : IsTrue(value) == (negations % 2 == 0) ? BakeValue.True
            : BakeValue.False;
    }

    private BakeValue WithMembers(BakeValue value)
    {
        while (Current.Is(".") || Current.Is("["))
        {
            bool isIndex = Current.Is("[");
            _at++;
            var key = isIndex ? Choice() : new BakeValue.Scalar(TakeWord());
            if (isIndex && !Take("]"))
            {
                _at = _words.Count;
            }

            value = Member(value, key);
        }

        return value;
    }

    private string TakeWord() => _at < _words.Count ? _words[_at++].Text : string.Empty;

    private static BakeValue Member(BakeValue value, BakeValue key) => (value, key) switch
    {
        (BakeValue.Map map, BakeValue.Scalar name) when map.Find(name.Text) is { } found => found,
        (BakeValue.List list, BakeValue.Scalar number)
            when int.TryParse(number.Text, out int index) && index >= 0 && index < list.Items.Length =>
            list.Items[index],
        _ => new BakeValue.Unknown("a member that is not there"),
    };

    private BakeValue Primary()
    {
        SkipLines();
        var token = Current;
        _at++;
        switch (token.Kind)
        {
            case HclKind.Text or HclKind.Heredoc:
                return HclTemplate.Render(token.Text, token.Kind == HclKind.Text, Nested);
            case HclKind.Number:
                return new BakeValue.Scalar(token.Text);
            case HclKind.Word when Current.Is("("):
                PassOver("(", ")");
                return new BakeValue.Unknown($"the function {token.Text}");
            case HclKind.Word:
                return token.Text switch
                {
                    "true" => BakeValue.True,
                    "false" => BakeValue.False,
                    "null" => BakeValue.Nothing.Instance,
                    _ => variableOf(token.Text) ?? new BakeValue.Unknown($"the variable {token.Text}"),
                };
            case HclKind.Mark when token.Text == "(":
                var inner = Choice();
                return Take(")") ? inner : new BakeValue.Unknown("a bracket");
            case HclKind.Mark when token.Text == "[":
                return ReadList();
            case HclKind.Mark when token.Text == "{":
                return ReadMap();
            default:
                return new BakeValue.Unknown("an expression that only bake evaluates");
        }
    }

    private BakeValue Nested(string expression)
    {
        try
        {
            if (_depth > MaximumDepth)
            {
                return new BakeValue.Unknown("a template that is nested too deeply");
            }

            var words = new HclScanner(expression).Scan();
            _depth++;
            var value = Evaluate([.. words.Where(word => word.Kind != HclKind.End)]);
            _depth--;
            return value;
        }
        catch (HclException)
        {
            return new BakeValue.Unknown("a template that is no HCL");
        }
    }

    private BakeValue ReadList()
    {
        var items = ImmutableArray.CreateBuilder<BakeValue>();
        SkipLines();
        if (Current is { Kind: HclKind.Word, Text: "for" })
        {
            _at--;
            PassOver("[", "]");
            return new BakeValue.Unknown("a loop");
        }

        while (!Take("]"))
        {
            if (_at >= _words.Count)
            {
                return new BakeValue.Unknown("a list");
            }

            items.Add(Choice());
            if (!Take(",") && !Current.Is("]"))
            {
                SkipLines();
                if (!Current.Is("]"))
                {
                    _at = _words.Count;
                }
            }
        }

        return new BakeValue.List(items.ToImmutable());
    }

    private BakeValue ReadMap()
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, BakeValue>>();
        SkipLines();
        if (Current is { Kind: HclKind.Word, Text: "for" })
        {
            _at--;
            PassOver("{", "}");
            return new BakeValue.Unknown("a loop");
        }

        while (!Take("}"))
        {
            SkipLines();
            var key = Current.Kind == HclKind.Word ? new BakeValue.Scalar(TakeWord()) : Unary();
            if ((!Take("=") && !Take(":")) || key is not BakeValue.Scalar name)
            {
                _at = _words.Count;
                return new BakeValue.Unknown("an object");
            }

            entries.Add(new KeyValuePair<string, BakeValue>(name.Text, Choice()));
            Take(",");
        }

        return new BakeValue.Map(entries.ToImmutable());
    }

    /// <summary>Goes behind the bracket that closes the one that is open here.</summary>
    private void PassOver(string open, string close)
    {
        int depth = 0;
        while (_at < _words.Count)
        {
            var token = _words[_at++];
            depth += token.Is(open) ? 1 : token.Is(close) ? -1 : 0;
            if (depth == 0)
            {
                return;
            }
        }
    }

    private static BakeValue UnknownOf(BakeValue value) =>
        value as BakeValue.Unknown ?? new BakeValue.Unknown("an expression that only bake evaluates");
}
