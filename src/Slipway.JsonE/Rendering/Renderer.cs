using Slipway.JsonE.Errors;
using Slipway.JsonE.Expressions;
using Slipway.JsonE.Expressions.Syntax;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Operators;
using Slipway.JsonE.Text;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Rendering;

/// <summary>Renders one template.</summary>
/// <param name="budget">Is charged for all of it.</param>
/// <param name="now">The time of rendering as milliseconds since 1970, where it is known.</param>
internal sealed class Renderer(Budget budget, double? now) : IRendering
{
    private readonly Place _place = new();

    // Expressions are the same for each element of a list. What cannot be read is thrown once.
    private readonly Dictionary<(string Text, int Start), ParsedExpression> _parsed = [];

    public Budget Budget => budget;

    public double? Now => now;

    /// <summary>Where in the template it is, or was when something was thrown.</summary>
    public string Location => _place.ToString();

    public Value Render(Value template, Scope scope)
    {
        using var level = budget.Deeper();
        budget.Step();
        return template switch
        {
            StringValue text => new StringValue(Interpolate(text.Text, scope)),
            ArrayValue list => RenderList(list, scope),
            ObjectValue members => RenderObject(members, scope),
            _ => template,
        };
    }

    public Value Evaluate(string expression, Scope scope)
    {
        var parsed = Parse(expression, 0);
        return parsed.Next.Is(TokenKinds.End)
            ? new Evaluator(scope, budget).Evaluate(parsed.Root)
            : throw Parser.Unexpected(parsed.Next, TokenKinds.BehindOperand);
    }

    private ArrayValue RenderList(ArrayValue list, Scope scope)
    {
        budget.MakeElements(list.Items.Length);
        var rendered = new List<Value>(list.Items.Length);
        for (int i = 0; i < list.Items.Length; i++)
        {
            _place.Enter(i);
            var item = Render(list.Items[i], scope);
            _place.Leave();
            if (item != ObjectValue.Nothing)
            {
                rendered.Add(item);
            }
        }

        return new ArrayValue([.. rendered]);
    }

    private Value RenderObject(ObjectValue template, Scope scope)
    {
        budget.Step(template.Count);
        if (KnownOperators.FindIn(template) is var (name, apply))
        {
            return apply(new Operation(name, template, scope, this));
        }

        budget.MakeElements(template.Count);
        var rendered = ObjectValue.NewMembers();
        foreach (var (key, member) in template.Members)
        {
            _place.Enter(key);
            var value = Render(member, scope);
            _place.Leave();
            if (value != ObjectValue.Nothing)
            {
                rendered[RenderKey(key, scope)] = value;
            }
        }

        return new ObjectValue(rendered);
    }

    private string RenderKey(string key, Scope scope) => key switch
    {
        ['$', '$', ..] => key[1..],
        ['$', .. var word] when Names.IsWord(word) =>
            throw Error.Template("$<identifier> is reserved; use $$<identifier>"),
        _ => Interpolate(key, scope),
    };

    private string Interpolate(string text, Scope scope) => new Interpolation(
        budget,
        Parse,
        expression => new Evaluator(scope, budget).Evaluate(expression)).Of(text);

    private ParsedExpression Parse(string text, int start)
    {
        budget.Step(Cost.OfText(text.Length));
        if (!_parsed.TryGetValue((text, start), out var parsed))
        {
            parsed = Parser.Parse(text, start, budget);
            _parsed.Add((text, start), parsed);
        }

        return parsed;
    }
}
