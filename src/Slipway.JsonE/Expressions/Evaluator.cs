using System.Collections.Immutable;
using Slipway.JsonE.Errors;
using Slipway.JsonE.Expressions.Syntax;
using Slipway.JsonE.Limits;
using Slipway.JsonE.Operations;
using Slipway.JsonE.Values;

namespace Slipway.JsonE.Expressions;

/// <summary>The value of an expression.</summary>
internal sealed class Evaluator(Scope scope, Budget budget)
{
    public Value Evaluate(Expression expression)
    {
        using var level = budget.Deeper();
        budget.Step();
        return expression switch
        {
            LiteralExpression literal => literal.Value,
            VariableExpression { Name: var name } => Find(name),
            UnaryExpression unary => Unary(unary.Operator, Evaluate(unary.Operand)),
            ChainExpression chain => EvaluateChain(chain),
            PowerExpression power => EvaluatePower(power),
            PostfixExpression postfix => EvaluatePostfixes(postfix),
            ListExpression list => EvaluateList(list.Items),
            ObjectExpression { Members: var members } => EvaluateObject(members),
            MissingExpression missing => throw Parser.Unexpected(missing.Found, TokenKinds.BeginningOperand),
            _ => throw new InvalidOperationException($"No expression is {expression.GetType().Name}."),
        };
    }

    private Value Find(string name)
    {
        budget.Step(Cost.OfScopes(scope.Depth));
        return scope.Find(name) ?? throw Error.Interpreter($"unknown context value {name}");
    }

    private static Value Unary(string operation, Value operand) => (operation, operand) switch
    {
        ("!", _) => Value.Of(!operand.IsTruthy),
        ("-", NumberValue number) => new NumberValue(-number.Number),
        ("+", NumberValue) => operand,
        _ => throw Error.Interpreter($"unary {operation} expects number"),
    };

    private Value EvaluateChain(ChainExpression chain)
    {
        var left = Evaluate(chain.First);
        foreach (var (operation, right) in chain.Links)
        {
            budget.Step();
            left = operation switch
            {
                "||" => Value.Of(left.IsTruthy || Evaluate(right).IsTruthy),
                "&&" => Value.Of(left.IsTruthy && Evaluate(right).IsTruthy),
                _ => BinaryOperations.Apply(operation, left, Evaluate(right), budget),
            };
        }

        return left;
    }

    private NumberValue EvaluatePower(PowerExpression power)
    {
        var exponent = Evaluate(power.Exponent);
        return BinaryOperations.Power(Evaluate(power.Base), exponent);
    }

    private Value EvaluatePostfixes(PostfixExpression postfix)
    {
        var target = Evaluate(postfix.Target);
        foreach (var next in postfix.Postfixes)
        {
            budget.Step();
            target = next switch
            {
                PropertyPostfix property => Accesses.Property(target, property.Name),
                AccessPostfix access => Access(target, access),
                CallPostfix call => Call(target, call.Arguments),
                _ => throw new InvalidOperationException($"Nothing behind an operand is {next.GetType().Name}."),
            };
        }

        return target;
    }

    private Value Access(Value target, AccessPostfix access)
    {
        var left = access.Left is null ? new NumberValue(0) : Evaluate(access.Left);
        var right = access.Right is null ? Value.Null : Evaluate(access.Right);
        return access.IsSlice && target is ArrayValue or StringValue
            ? Accesses.Slice(target, left, right, budget)
            : Accesses.Index(target, left, budget);
    }

    private Value Call(Value target, ImmutableArray<Expression> arguments) =>
        target is FunctionValue function
            ? function.Call(EvaluateItems(arguments), scope)
            : throw Error.Interpreter($"{ScriptText.Of(target, budget)} is not callable");

    private ArrayValue EvaluateList(ImmutableArray<Expression> items) => new(EvaluateItems(items));

    private ImmutableArray<Value> EvaluateItems(ImmutableArray<Expression> items)
    {
        budget.MakeElements(items.Length);
        var values = ImmutableArray.CreateBuilder<Value>(items.Length);
        foreach (var item in items)
        {
            values.Add(Evaluate(item));
        }

        return values.MoveToImmutable();
    }

    private ObjectValue EvaluateObject(ImmutableArray<KeyValuePair<string, Expression>> members)
    {
        budget.MakeElements(members.Length);
        var values = ObjectValue.NewMembers();
        foreach (var (key, member) in members)
        {
            values.Add(key, Evaluate(member));
        }

        return new ObjectValue(values);
    }
}
