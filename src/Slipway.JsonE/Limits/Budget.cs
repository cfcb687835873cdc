using System.Runtime.CompilerServices;
using Slipway.JsonE.Errors;

namespace Slipway.JsonE.Limits;

/// <summary>What is left of the limits of one rendering. Whatever grows with its input is charged here first.</summary>
internal sealed class Budget(JsonELimits limits, CancellationToken cancellationToken)
{
    // About what an empty string, list or object takes, and one of its elements.
    private const int SizeOfValue = 40;

    // How many steps may pass until a cancellation is seen.
    private const int Between = 4096;

    private long _steps = limits.Steps;
    private long _size = limits.Size;
    private long _untilAsked;
    private int _depth;

    /// <summary>Charges work that is about to be done.</summary>
    public void Step(long count = 1)
    {
        if (count > _steps)
        {
            throw Error.Limit($"rendering takes more than {limits.Steps} steps");
        }

        _steps -= count;
        _untilAsked -= count;
        if (_untilAsked < 0)
        {
            _untilAsked = Between;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Charges a string that is about to be made.</summary>
    public void MakeText(long length) => Make(length, sizeof(char));

    /// <summary>Charges a list or an object that is about to be made.</summary>
    public void MakeElements(long count)
    {
        Step(count);
        Make(count, SizeOfValue);
    }

    /// <summary>One level of nesting, until it is disposed of.</summary>
    public Level Deeper()
    {
        // The limit is the caller's choice, the stack is not.
        if (_depth >= limits.Depth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error.Limit($"values and expressions are nested more than {_depth} deep");
        }

        _depth++;
        return new Level(this);
    }

    private void Make(long count, int each)
    {
        // Not the product, which may be more than a number holds.
        if (count > (_size - SizeOfValue) / each)
        {
            throw Error.Limit($"rendering makes more than {limits.Size} bytes");
        }

        _size -= (count * each) + SizeOfValue;
    }

    /// <summary>Gives the level back.</summary>
    internal readonly ref struct Level(Budget budget)
    {
        public void Dispose() => budget._depth--;
    }
}
